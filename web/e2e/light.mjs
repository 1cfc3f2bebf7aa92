// The light of real stars: files dropped on the page, planets found beside what is published of them,
// and the same light beside a candidate of a session.
// node light.mjs <address> <folder for pictures> <folder of light curves>
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, open, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder, lights] = process.argv.slice(2);
const PATIENCE = 150_000;
const desk = await open({ url, folder, width: 1440, height: 900 });
let phone = null;
try {
  await fetchTables(desk.page);
  const kepler = await searchKepler90(desk.page);
  await searchK23(desk.page);
  await seeBesideCandidates(desk.page);
  phone = await open({ url, folder, width: 380, height: 800, scheme: 'dark' });
  await readOnPhone(phone, kepler);
  console.log('ok light');
} catch (error) {
  await desk.shoot('failed');
  console.error(`${error.stack}\n${desk.faults.join('\n')}`);
  process.exitCode = 1;
}
assert.deepEqual([...desk.faults, ...(phone?.faults ?? [])], []);
await phone?.close();
await desk.close();

async function fetchTables(page) {
  await page.goto(`${url}/exoplanets`);
  for (const place of [0, 2]) await page.getByRole('button', { name: /^Fetch/ }).nth(place).click();
  await until('the tables of Kepler and K2', async () => {
    const { missions } = await ask(page, '/api/astronomy/missions');
    return missions.filter(({ state }) => state === 'ready').length === 2;
  });
}

/** Three quarters of Kepler-90, dropped at once: d stands out, b and c at the edge of the noise. */
async function searchKepler90(page) {
  await page.goto(`${url}/light-curves`);
  await page.getByText('No light curve yet').waitFor();
  const quarters = join(lights, 'kepler-90');
  await drop(page, readdirSync(quarters).map((name) => join(quarters, name)));
  await page.getByRole('heading', { name: 'KIC 11442793', level: 1 }).waitFor();
  // Shorter periods are most of the work, and none of these planets has one.
  await page.getByLabel('Shortest period in days').fill('5');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('heading', { name: /^Signal 1: every / }).waitFor({ timeout: PATIENCE });
  assert.match(await rowOf(page, 'Kepler-90 d'), /59\.7371.*Exoplanet.*Found: signal \d, every 59\.7/s);
  assert.match(await rowOf(page, 'Kepler-90 h'), /331\.5973.*longer than seven tenths/s);
  const d = page.getByRole('region', { name: /^Signal \d: every 59\.7/ });
  assert.match(await d.innerText(), /Kepler-90 d, every 59\.7371 days: Exoplanet/);
  for (const told of ['Odd against even dips', 'Second dip', 'Kepler’s model says']) await d.getByText(told).waitFor();
  await desk.shoot('kepler-90');
  await refuseSidewaysScrolling(page, 'Kepler-90');
  return new URL(page.url()).pathname;
}

/** Eighty days of K2-3, brought under the star’s name: all three of its planets. */
async function searchK23(page) {
  await page.goto(`${url}/light-curves?star=K2-3`);
  await page.getByText('The light curve of K2-3').waitFor();
  await drop(page, [join(lights, 'EPIC201367065.csv')]);
  await page.getByRole('heading', { name: 'K2-3' }).waitFor();
  // Shorter periods are most of the work, and none of these planets has one.
  await page.getByLabel('Shortest period in days').fill('5');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('heading', { name: /^Signal 3: every / }).waitFor({ timeout: PATIENCE });
  for (const [planet, period] of [['b', '10\\.0'], ['c', '24\\.6'], ['d', '44\\.5']])
    assert.match(await rowOf(page, `K2-3 ${planet}`), new RegExp(`Exoplanet.*Found: signal \\d, every ${period}`, 's'));
  await desk.shoot('k2-3');
  await refuseSidewaysScrolling(page, 'K2-3');
}

/** The stored model’s candidates of K2, and of one the light that was brought. */
async function seeBesideCandidates(page) {
  await page.goto(`${url}/exoplanets`);
  await page.getByRole('radio', { name: 'K2' }).check();
  await page.getByRole('radio', { name: 'The stored one' }).check();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByRole('heading', { name: 'Candidates', exact: true }).waitFor({ timeout: PATIENCE });
  await page.getByText(/Judged on [\d,]+ of these rows/).waitFor();
  await desk.shoot('candidates');
  await refuseSidewaysScrolling(page, 'the candidates');
}

async function readOnPhone({ page, shoot }, path) {
  await page.goto(url + path);
  await page.getByRole('heading', { name: /^Signal 1: every / }).waitFor();
  await shoot('phone');
  await refuseSidewaysScrolling(page, 'a light curve on a phone');
}

async function rowOf(page, name) {
  return page.getByRole('row', { name: new RegExp(`^${name}`) }).innerText();
}

/** Drops files on the page, as somebody does who drags them from a folder. */
async function drop(page, paths) {
  const files = paths.map((path) => ({ name: path.split('/').at(-1), content: readFileSync(path).toString('base64') }));
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer();
    for (const { name, content } of given) {
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      made.items.add(new File([bytes], name));
    }
    return made;
  }, files);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
