// What an import made of a file: first rows while the others are read, the second look at a large
// table, the odd cells of a small one with their lines, a column kept as text, a reading that fails.
// node reports.mjs <address> <folder for pictures> <a big CSV file> <a CSV file with odd cells>
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ask, open, play, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder, big, odd] = process.argv.slice(2);
const WINDOWS = [
  { name: 'phone', width: 360, height: 740, scheme: 'light' },
  { name: 'desk-light', width: 1440, height: 900, scheme: 'light' },
  { name: 'desk-dark', width: 1440, height: 900, scheme: 'dark' },
];
const { page, faults, shoot, close } = await open({ url, folder });
const seen = {};
await play([seeFirstRowsWhileItImports, seeTheSecondLook, readTheReport, keepAColumnAsText, readItInAWayThatFails], { faults, shoot, close });

async function upload(path) {
  const answer = await page.request.post(`${url}/api/data/upload`, {
    headers: { Prefer: 'respond-async' },
    multipart: { file: { name: basename(path), mimeType: 'text/csv', buffer: await readFile(path) } },
    timeout: 120_000,
  });
  return (await answer.json()).dataset_id;
}

/** Take a picture in every window. */
async function shootAll(what) {
  for (const { name, width, height, scheme } of WINDOWS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await refuseSidewaysScrolling(page, what);
    await shoot(`${what}-${name}`);
  }
}

async function seeFirstRowsWhileItImports() {
  seen.big = await upload(big);
  await page.goto(`${url}/data/${seen.big}`);
  await page.getByRole('region', { name: 'First rows' }).first().waitFor();
  await page.getByText('Importing', { exact: true }).waitFor();
  assert.ok((await page.getByRole('cell').count()) > 50);
  await page.getByText(/MB\/s/).waitFor();
  await shootAll('first-rows');
}

async function seeTheSecondLook() {
  await page.getByRole('tab', { name: 'Import report' }).click({ timeout: 180_000 });
  await page.getByText('not counted yet').waitFor();
  await page.getByRole('region', { name: 'Looking at every value' }).waitFor();
  await shootAll('looking');
  await page.getByText('not counted yet').waitFor({ state: 'detached', timeout: 180_000 });
  const { duplicate_rows: duplicates } = await ask(page, `/api/datasets/${seen.big}/report`);
  assert.equal(duplicates, 1);
}

async function readTheReport() {
  seen.odd = await upload(odd);
  await page.goto(`${url}/data/${seen.odd}?view=report`);
  const told = page.getByRole('region', { name: /Cells that are not/ });
  await told.getByText('1 cell with words such as NA or ? was read as missing.').waitFor();
  await told.getByText('Stored as text because of 1 cell; all others are whole numbers.').waitFor();
  for (const column of ['age', 'size']) {
    await told.getByRole('listitem').filter({ hasText: column }).getByRole('button', { name: 'Show the cells' }).click();
  }
  await told.getByRole('cell', { name: 'about 40' }).waitFor();
  await told.getByRole('cell', { name: '34', exact: true }).waitFor();
  await shootAll('report');
}

async function keepAColumnAsText() {
  await page.getByRole('button', { name: 'Keep as text' }).click();
  await until('the column is text', async () => {
    const { dataset } = await ask(page, `/api/datasets/${seen.odd}`);
    return dataset.schema.find((column) => column.name === 'size').dtype === 'str';
  });
  const told = page.getByRole('region', { name: /Cells that are not/ });
  await told.getByRole('button', { name: 'Read as whole numbers' }).click();
  await told.getByText('1 cell could not be read as whole numbers and became missing.').waitFor();
}

async function readItInAWayThatFails() {
  await page.request.post(`${url}/api/datasets/${seen.odd}/reimport`, { data: { skip_rows: 5000 } });
  await page.getByText('Reading the file again failed; the table is as it was').waitFor();
  await page.getByText(/Skip fewer lines/).waitFor();
  await shootAll('failed-again');
  await page.getByRole('tab', { name: 'Rows' }).click();
  await page.getByText('32 rows').first().waitFor();
}
