// Exoplanets from own files: begun, watched, read row by row, given out as CSV, seen beside the
// light of their star, removed.
// node planets.mjs <address> <folder for pictures>
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { open, refuseSidewaysScrolling } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const ROWS = 150;
const desk = await open({ url, folder, width: 1440, height: 900 });
let phone = null;
try {
  await begin(desk.page);
  await readResult(desk.page);
  await bringLight(desk.page);
  phone = await open({ url, folder, width: 380, height: 800, scheme: 'dark' });
  await readOnPhone(phone, new URL(desk.page.url()).pathname);
  await remove(desk.page);
  console.log('ok planets');
} catch (error) {
  await desk.shoot('failed');
  console.error(`${error.stack}\n${desk.faults.join('\n')}`);
  process.exitCode = 1;
}
assert.deepEqual([...desk.faults, ...(phone?.faults ?? [])], []);
await phone?.close();
await desk.close();

async function begin(page) {
  await page.goto(`${url}/exoplanets`);
  await page.getByRole('radio', { name: 'My own files' }).check();
  const start = page.getByRole('button', { name: 'Train', exact: true });
  await page.getByText('Choose a training file.').waitFor();
  assert.equal(await start.isDisabled(), true);
  await page.getByLabel('Training file').setInputFiles(file('mine.csv'));
  await page.getByLabel('Testing file').setInputFiles(file('others.csv'));
  await page.getByLabel('Trees').fill('10');
  await desk.shoot('begin');
  await start.click();
  await page.getByRole('progressbar').waitFor();
}

async function readResult(page) {
  await page.getByRole('heading', { name: 'Candidates', exact: true }).waitFor({ timeout: 90_000 });
  await page.getByRole('combobox', { name: 'Show which' }).selectOption('False Positive');
  await page.getByRole('button', { name: 'K0', exact: true }).click();
  await page.getByText(/speaks for False Positive/).first().waitFor();
  await page.getByText('On stars like this one').waitFor();
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  const lines = readFileSync(await saved.path(), 'utf8').trim().split('\r\n');
  assert.equal(lines.length - 1, ROWS / 3);
  assert.match(lines[0], /^id,name,prediction,confidence,planet,/);
  await desk.shoot('result');
  await refuseSidewaysScrolling(page, 'the result');
}

/** A candidate without its light, then with it: brought, searched, and found at its period. */
async function bringLight(page) {
  const session = page.url();
  await page.getByRole('button', { name: 'K3', exact: true }).click();
  await page.getByText('Nobody has brought the light curve of KIC 3.').waitFor();
  await page.getByRole('link', { name: 'Bring its light curve' }).click();
  await page.getByText('The light curve of KIC 3').waitFor();
  await page.getByLabel('Files of one star').setInputFiles(light());
  await page.getByRole('heading', { name: 'KIC 3' }).waitFor();
  await page.getByLabel('Shortest period in days').fill('2');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('progressbar', { name: 'Progress of Look for transits in KIC 3' }).waitFor();
  await desk.shoot('searching');
  await page.getByRole('heading', { name: /^Signal 1: every (3\.99|4\.0)/ }).waitFor({ timeout: 90_000 });
  assert.equal(await page.getByRole('progressbar').count(), 0);
  await desk.shoot('found');

  await page.goto(session);
  await page.getByRole('searchbox', { name: 'Find by name' }).fill('K3');
  await page.getByRole('link', { name: 'Light curve of KIC 3', exact: true }).waitFor();
  await page.getByRole('button', { name: 'K3', exact: true }).click();
  await page.getByText(/The search found it by itself: every (3\.99|4\.0)/).waitFor();
  await desk.shoot('light');
  await refuseSidewaysScrolling(page, 'a candidate beside its light');
}

async function readOnPhone({ page, shoot }, path) {
  await page.goto(url + path);
  await page.getByRole('button', { name: /^K\d+$/ }).first().click();
  const details = page.getByText('What was measured');
  await details.waitFor();
  // It stands below the list, and has come into sight by itself.
  await page.waitForFunction(
    (box) => box.getBoundingClientRect().top < window.innerHeight,
    await details.elementHandle(),
  );
  await shoot('phone');
  await refuseSidewaysScrolling(page, 'the result on a phone');
}

async function remove(page) {
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.waitForURL('**/exoplanets');
  await page.getByText('No session yet').waitFor();
}

/** A table in which large planets are none, a third of the rows. */
function file(name) {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const isFalse = row % 3 === 0;
    const radius = isFalse ? 20 + (row % 9) : 2 + (row % 5);
    const star = `${5000 + (row % 40)},${1 + (row % 7) / 10},4.4,${12 + (row % 5)}`;
    return `${row},K${row},${1 + (row % 17)},${radius},${star},${isFalse ? 'FALSE POSITIVE' : 'CONFIRMED'}`;
  });
  const head = 'kepid,kepoi_name,koi_period,koi_prad,koi_steff,koi_srad,koi_slogg,koi_kepmag,koi_disposition';
  return { name, mimeType: 'text/csv', buffer: Buffer.from([head, ...rows].join('\n')) };
}

/** Forty days of light with a dip of one in a hundred every four days. */
function light() {
  const rows = Array.from({ length: 1333 }, (_, row) => {
    const time = row * 0.03;
    const dip = Math.abs(((time + 2) % 4) - 2) < 0.07 ? 0.01 : 0;
    return `${time.toFixed(3)},${(1 - dip + 1e-4 * Math.sin(91 * row)).toFixed(6)}`;
  });
  return { name: 'light.csv', mimeType: 'text/csv', buffer: Buffer.from(['time,flux', ...rows].join('\n')) };
}
