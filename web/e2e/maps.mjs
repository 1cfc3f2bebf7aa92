// Synthetic tables and maps: a table generated with its picture, laid out by PCA and t-SNE, coloured,
// read point by point with pointer and keys.
// node maps.mjs <address> <folder for pictures>
import { strict as assert } from 'node:assert';
import { ask, open, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const WINDOWS = [
  { name: 'phone', width: 360, height: 740, scheme: 'dark' },
  { name: 'desk', width: 1440, height: 900, scheme: 'light' },
];
for (const { name, ...size } of WINDOWS) {
  const { page, faults, shoot, close } = await open({ url, folder, ...size });
  const seen = { page, name, shoot: (what) => shoot(`${what}-${name}`) };
  for (const step of [generate, mapByPca, readPoints, mapByTsne]) {
    try {
      await step(seen);
      console.log(`ok ${step.name} (${name})`);
    } catch (error) {
      await shoot(`failed-${step.name}-${name}`);
      console.error(`failed ${step.name}: ${error.stack}\n${faults.join('\n')}`);
      await close();
      process.exit(1);
    }
  }
  await close();
  assert.deepEqual(faults, []);
}

async function generate({ page, name, shoot }) {
  await page.goto(`${url}/data`);
  await page.getByRole('button', { name: 'Generate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate a table' });
  await dialog.getByRole('img', { name: /^Spiral: 200 points/ }).waitFor();
  await until('the picture is drawn', () => isDrawn(dialog.locator('canvas')));
  await shoot('generate');
  const points = dialog.getByRole('textbox', { name: /^Points/ });
  await points.fill('5');
  await dialog.getByText(/between 10 and 10000/).first().waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Make this dataset' }).isDisabled(), true);
  await dialog.getByLabel('Kind of table').selectOption({ label: 'High-dimensional with noise' });
  await dialog.getByRole('img', { name: /^High-dimensional/ }).waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`Haystack ${name}`);
  await shoot('generate-more');
  await dialog.getByRole('button', { name: 'Make this dataset' }).click();
  await page.waitForURL(/\/data\/ds_/);
  await page.getByRole('heading', { name: `Haystack ${name}` }).waitFor();
  await page.getByRole('tab', { name: 'Map' }).waitFor({ timeout: 90_000 });
}

async function mapByPca({ page, shoot }) {
  await page.getByRole('tab', { name: 'Map' }).click();
  await page.getByText('No map yet').waitFor();
  await page.getByRole('button', { name: 'Make the map' }).click();
  await page.getByRole('application', { name: /500 points/ }).waitFor({ timeout: 90_000 });
  await page.getByText(/of what differs is seen/).waitFor();
  await page.getByLabel('Colour by').selectOption({ label: 'label' });
  await page.locator('figcaption').getByText('label').waitFor();
  await until('the map is drawn', () => isDrawn(page.locator('canvas')));
  await refuseSidewaysScrolling(page, 'a map');
  await shoot('map-groups');
  await page.getByLabel('Colour by').selectOption({ label: 'signal_1' });
  await page.locator('figcaption').getByText('signal_1').waitFor();
  await shoot('map-scale');
}

async function readPoints({ page, shoot }) {
  const plane = page.getByRole('application');
  await plane.focus();
  await page.keyboard.press('ArrowRight');
  const row = page.getByRole('region', { name: /^Row / });
  await row.waitFor();
  const first = await row.getByRole('heading').innerText();
  await page.keyboard.press('ArrowRight');
  await until('another row is shown', async () => (await row.getByRole('heading').innerText()) !== first);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await shoot('map-closer');
  await page.getByRole('button', { name: /Show all of it/ }).click();

  const number = Number((await row.getByRole('heading').innerText()).replace(/\D/g, '')) - 1;
  const id = page.url().split('/').pop().split('?')[0];
  const { rows } = await ask(page, `/api/data/preview/${id}?page=${number}&page_size=1`);
  const shown = await row.locator('dd span').first().getAttribute('title');
  assert.equal(shown, String(rows[0].signal_1));

  await page.getByText('As a table').click();
  await page.getByRole('table', { name: 'Places of the map' }).waitFor();
  await page.getByText('As a table').click();
}

async function mapByTsne({ page, shoot }) {
  await page.getByRole('radio', { name: 't-SNE' }).check({ force: true });
  await page.getByText(/^Compared by/).click();
  await page.getByLabel('Search columns').fill('noise');
  await shoot('map-form');
  await page.getByRole('button', { name: 'Make the map' }).click();
  await page.getByRole('heading', { name: 't-SNE' }).waitFor();
  await page.getByRole('application', { name: /500 points/ }).waitFor({ timeout: 120_000 });
  await page.getByLabel('Colour by').selectOption({ label: 'label' });
  await page.locator('figcaption').getByText('label').waitFor();
  await refuseSidewaysScrolling(page, 'a map by t-SNE');
  await shoot('map-tsne');
}

/** Whether a canvas has anything on it. */
async function isDrawn(canvas) {
  return canvas.first().evaluate((at) => {
    const { data } = at.getContext('2d').getImageData(0, 0, at.width, at.height);
    return data.some((byte) => byte > 0);
  });
}
