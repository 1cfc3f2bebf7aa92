// A researcher looks through a large table: its last row, two sort keys, filters, a shared link, a copy,
// an export, and what its columns hold.
// node explorer.mjs <address> <folder for pictures> <id of a dataset>
// Row i of the dataset is: i, a city of CITIES by i modulo their number, (i * 7919) modulo 10007, K-i.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { open, play, refuseSidewaysScrolling, until } from './browser.mjs';

const CITIES = ['Rome', 'Oslo', 'Lima', 'Kyoto', 'Cairo', 'Accra', 'Turin'];
const COLUMNS = ['id', 'city', 'value', 'code'];
const [url, folder, dataset] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });
await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
const grid = page.getByRole('grid');
const rows = await rowsOfTheTable();
const oslo = [...Array(rows).keys()].filter((number) => rowOf(number)[1] === 'Oslo');

await play([
  reachTheLastRow,
  sortByTwoColumns,
  filterByTheBuilder,
  filterByACell,
  openTheLinkElsewhere,
  goBack,
  search,
  copyARange,
  widenAColumnByKeyboard,
  exportTheView,
  lookAtTheColumns,
  compare,
  seeTheOverview,
], { faults, shoot, close });

async function rowsOfTheTable() {
  const answer = await page.request.get(`${url}/api/datasets/${dataset}`);
  return (await answer.json()).dataset.rows;
}

function rowOf(number) {
  return [String(number), CITIES[number % CITIES.length], String((number * 7919) % 10007), `K-${number}`];
}

/** A cell by the place of its row in the view, from 0, and the name of its column. */
function cell(place, column) {
  return grid.locator(`[aria-rowindex="${place + 2}"] [aria-colindex="${COLUMNS.indexOf(column) + 2}"]`);
}

async function textsOf(place) {
  return Promise.all(COLUMNS.map((column) => cell(place, column).innerText()));
}

async function showsCount(count) {
  await page.getByText(`${count.toLocaleString('en')} of ${rows.toLocaleString('en')} rows`).first().waitFor();
}

async function reachTheLastRow() {
  await page.goto(`${url}/data/${dataset}`);
  await cell(0, 'code').filter({ hasText: 'K-0' }).waitFor();
  assert.equal(await grid.getAttribute('aria-rowcount'), String(rows + 1));
  await page.getByLabel('Go to row').fill(String(rows));
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await cell(rows - 1, 'code').filter({ hasText: `K-${rows - 1}` }).waitFor();
  assert.deepEqual(await textsOf(rows - 1), rowOf(rows - 1));
  await shoot('1-last-row');

  await grid.press('Control+Home');
  await cell(0, 'code').filter({ hasText: 'K-0' }).waitFor();
  await grid.press('Control+End');
  await cell(rows - 1, 'code').filter({ hasText: `K-${rows - 1}` }).waitFor();
}

async function sortByTwoColumns() {
  await grid.getByRole('button', { name: /^city/ }).click();
  await until('the sorting is in the address', () => page.url().includes('sort'));
  await grid.getByRole('button', { name: /^value/ }).click({ modifiers: ['Shift'] });
  await until('both keys are in the address', () => decodeURIComponent(page.url()).includes('"column":"value"'));
  await grid.getByRole('button', { name: /^value/ }).click({ modifiers: ['Shift'] });
  await cell(0, 'city').filter({ hasText: 'Accra' }).waitFor();
  await cell(0, 'value').filter({ hasText: '10006' }).waitFor();
  assert.deepEqual(await textsOf(0), rowOf(Number(await cell(0, 'id').innerText())));
}

async function filterByTheBuilder() {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Filter' });
  await sheet.getByLabel('Column', { exact: true }).selectOption('city');
  await sheet.getByLabel('How it is compared').selectOption({ label: 'is one of' });
  await sheet.getByRole('checkbox', { name: /Oslo/ }).check();
  await sheet.getByRole('button', { name: 'Apply' }).click();
  await showsCount(oslo.length);
  await cell(0, 'city').filter({ hasText: 'Oslo' }).waitFor();
  await shoot('2-filtered');
}

async function filterByACell() {
  const chosen = Number(await cell(20, 'value').innerText());
  assert.ok(chosen < 10006, 'some rows have larger values');
  await cell(20, 'value').click();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^At most/ }).click();
  await showsCount(oslo.filter((number) => Number(rowOf(number)[2]) <= chosen).length);
}

async function openTheLinkElsewhere() {
  const count = await page.getByText(/ of [\d,]+ rows$/).first().innerText();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByText(count).first().waitFor();
  await other.getByRole('grid').locator('[aria-rowindex="2"]').getByText('Oslo').waitFor();
  await other.close();
}

async function goBack() {
  await page.goBack();
  await showsCount(oslo.length);
}

async function search() {
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByLabel('Search in all columns').fill('k-12345');
  const count = [...Array(rows).keys()].filter((number) => `k-${number}`.includes('k-12345')).length;
  await showsCount(count);
  await cell(0, 'code').filter({ hasText: 'K-12345' }).waitFor();
  // A row keeps its number among few rows, too.
  const number = grid.getByRole('rowheader', { name: '12346', exact: true });
  await until('its number is whole', () => number.evaluate((head) => head.scrollWidth <= head.clientWidth));
}

async function copyARange() {
  await cell(0, 'city').click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+c');
  await page.getByText('Copied 4 cells.').first().waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const expected = [12345, 123450].map((number) => rowOf(number).slice(1, 3).join('\t')).join('\n');
  assert.equal(text, expected);
}

async function widenAColumnByKeyboard() {
  const edge = grid.getByRole('separator', { name: 'Width of city' });
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await until('the column is wider', async () => Number(await edge.getAttribute('aria-valuenow')) === before + 16);
}

async function exportTheView() {
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog', { name: 'Export' }).getByRole('link', { name: /^CSV/ }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n').map((line) => line.trim());
  assert.equal(lines[0], COLUMNS.join(','));
  assert.equal(lines[1], rowOf(12345).join(','));
  await page.keyboard.press('Escape');
}

async function lookAtTheColumns() {
  await page.getByRole('tab', { name: 'Columns' }).click();
  const card = page.getByRole('article', { name: 'city' });
  await card.getByRole('button', { name: /^Rome/ }).click();
  await page.getByText('city is one of “Rome”').waitFor();
  const values = page.getByRole('article', { name: 'value' });
  await values.getByRole('application').waitFor();
  await shoot('3-columns');
  await values.getByRole('button', { name: 'Enlarge: How value is spread' }).click();
  const chart = page.getByRole('dialog').getByRole('group', { name: 'How value is spread' });
  await chart.getByText('Numbers').click();
  await chart.getByRole('columnheader', { name: 'all rows' }).waitFor();
  const saved = page.waitForEvent('download');
  await chart.getByRole('button', { name: /^SVG of/ }).click();
  assert.match((await saved).suggestedFilename(), /^How_value_is_spread\.svg$/);
  await page.keyboard.press('Escape');
  await chart.waitFor({ state: 'detached' });
}

async function compare() {
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByText('all other rows').waitFor();
  await page.getByRole('heading', { name: 'What the filters themselves ask about' }).waitFor({ timeout: 60_000 });
  await shoot('4-compare');
}

async function seeTheOverview() {
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Clear all' }).click();
  const map = page.getByRole('application', { name: /How strongly the columns go together/ });
  await map.waitFor({ timeout: 60_000 });
  await map.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.getByText(/^city and value: /).waitFor();
  await page.getByRole('img', { name: /^Points of/ }).waitFor({ timeout: 60_000 });
  await refuseSidewaysScrolling(page, 'the overview');
  await shoot('5-overview');
}
