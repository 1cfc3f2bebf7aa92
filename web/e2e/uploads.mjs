// Bringing files: several at once by drop, one cut by a reload and gone on with, one by a lost
// connection, the same bytes recognised.
// node uploads.mjs <address> <folder for pictures> <a big CSV file> <a small CSV file>
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ask, open, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder, big, small] = process.argv.slice(2);
const WINDOWS = [
  { name: 'phone', width: 360, height: 740, scheme: 'light' },
  { name: 'desk-dark', width: 1440, height: 900, scheme: 'dark' },
];
for (const { name, ...size } of WINDOWS) {
  const { page, faults, shoot, close } = await open({ url, folder, ...size });
  const seen = { page, offsets: watchOffsets(page), shoot: (what) => shoot(`${what}-${name}`) };
  for (const step of [cutByAReload, goOnWithTheSameFile, recogniseTheSameBytes]) {
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
  await removeEverything(page);
  await close();
  // A connection that is lost on purpose is told in the console.
  assert.deepEqual(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(fault)), []);
}

async function cutByAReload({ page, offsets, shoot }) {
  await page.goto(`${url}/data`);
  await page.getByRole('group', { name: 'Upload tables' }).waitFor();
  const slow = await throttle(page, 3_000_000);
  await dropSmall(page);
  await chooser(page).setInputFiles(big);
  const row = page.getByRole('region', { name: basename(big), exact: true });
  await row.getByText(/MB\/s/).waitFor();
  await row.getByText(/ left$/).waitFor();
  await page.getByRole('link', { name: 'Open the dataset' }).first().waitFor();
  await until('two pieces arrived', () => Math.max(...offsets) >= 8 * 2 ** 20);
  await refuseSidewaysScrolling(page, 'uploading');
  await shoot('uploading');
  await row.getByRole('button', { name: 'Pause upload' }).click();
  await row.getByText('Paused').waitFor();
  await row.getByRole('button', { name: 'Resume upload' }).click();
  await row.getByText(/MB\/s/).waitFor();
  await page.reload();
  await slow.end();
}

async function goOnWithTheSameFile({ page, offsets, shoot }) {
  const unfinished = page.getByRole('region', { name: `Unfinished upload of ${basename(big)}` });
  await unfinished.getByText(/is on the server/).waitFor();
  await refuseSidewaysScrolling(page, 'an unfinished upload');
  await shoot('unfinished');

  offsets.length = 0;
  await unfinished.getByLabel(/again/).setInputFiles(small);
  await page.getByText(/Choose the same file again/).waitFor();
  assert.deepEqual(offsets, []);

  const slow = await throttle(page, 3_000_000);
  await unfinished.getByLabel(/again/).setInputFiles(big);
  const row = page.getByRole('region', { name: basename(big), exact: true });
  await until('it goes on', () => offsets.length > 0);
  assert.ok(offsets[0] > 0, `it began at ${offsets[0]}`);
  await slow.cut();
  await row.getByText(/Trying again by itself/).waitFor();
  await shoot('disconnected');
  await slow.end();
  await page.waitForURL(/\/data\/ds_/, { timeout: 120_000 });
  await page.getByRole('tab', { name: 'Rows' }).waitFor({ timeout: 90_000 });
  const id = page.url().split('/').pop().split('?')[0];
  const { dataset } = await ask(page, `/api/datasets/${id}`);
  assert.equal(dataset.size_bytes, (await readFile(big)).length);
  assert.deepEqual((await ask(page, '/api/uploads')).uploads, []);
}

async function recogniseTheSameBytes({ page, shoot }) {
  await page.goto(`${url}/data`);
  await chooser(page).setInputFiles(small);
  await page.getByText('These bytes are here already').waitFor();
  await refuseSidewaysScrolling(page, 'recognised');
  await shoot('recognised');
  await page.getByRole('button', { name: 'Import again' }).click();
  await page.waitForURL(/\/data\/ds_/, { timeout: 120_000 });
  await page.getByText(/The same bytes as/).waitFor();
  await shoot('same-bytes');
}

function chooser(page) {
  return page.getByLabel('CSV file or another table');
}

/** Drop two files at once on the heading of the page, away from the drop zone. */
async function dropSmall(page) {
  const text = (await readFile(small)).toString();
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'dropped.csv'));
    data.items.add(new File([`${content}1,1,1\n`], 'dropped too.csv'));
    return data;
  }, text);
  await page.dispatchEvent('h1', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('h1', 'drop', { dataTransfer: transfer });
  await page.getByRole('region', { name: 'dropped too.csv' }).waitFor();
}

function watchOffsets(page) {
  const offsets = [];
  page.on('request', (request) => {
    const offset = request.headers()['upload-offset'];
    if (offset !== undefined) offsets.push(Number(offset));
  });
  return offsets;
}

async function throttle(page, bytes) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const set = (uploadThroughput, offline = false) =>
    session.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await set(bytes);
  return { cut: () => set(-1, true), end: () => set(-1) };
}

async function removeEverything(page) {
  // Not while one of them is looked at: that page would ask for it once more.
  await page.goto(`${url}/jobs`);
  for (const { id } of (await ask(page, '/api/datasets')).items) {
    await page.request.delete(`/api/datasets/${id}`);
  }
}
