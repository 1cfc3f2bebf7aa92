// A run is steered in a real browser: a value changed, a moment kept, paused, resumed, stopped,
// continued and branched, each seen on its page.
// node steer.mjs <address> <folder for pictures> <a CSV file with a column `class`>
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { ask, open, play, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder, csv] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });
const seen = {};
const timeline = async (id) => (await ask(page, `/api/training/${id}/timeline`)).entries.map(({ what }) => what);
const state = async (id) => (await ask(page, `/api/jobs/${id}`)).job.state;
const button = (name) => page.getByRole('button', { name, exact: true });
const happened = (words) => page.getByRole('region', { name: 'What happened' }).getByText(words).first();

await play([start, changeAValue, keepAMoment, pauseAndResume, stop, continueIt, branch], { faults, shoot, close });

async function start() {
  const file = { name: 'table.csv', mimeType: 'text/csv', buffer: await readFile(csv) };
  const uploaded = await (await page.request.post('/api/data/upload', { multipart: { file } })).json();
  const data = {
    algorithm_id: 'feedforward_nn',
    dataset_id: uploaded.dataset_id,
    target_column: 'class',
    hyperparameters: { epochs: 3000, hidden_layers: [8] },
  };
  seen.run = (await (await page.request.post('/api/train/start', { data })).json()).session_id;
  await page.goto(`/runs/${seen.run}`);
  await page.locator('canvas').first().waitFor();
  await page.getByRole('heading', { name: 'Steer' }).waitFor();
}

async function changeAValue() {
  const rate = page.locator('form', { has: button('Change from here on') }).getByLabel('Learning rate');
  await rate.fill('0.02');
  await button('Change from here on').click();
  await happened('changed learning rate from 0.001 to 0.02').waitFor();
  await page.waitForFunction((field) => field.value === '0.02', await rate.elementHandle());
}

async function keepAMoment() {
  await page.getByLabel('Name of this moment').fill('before the pause');
  await button('Keep this moment').click();
  await happened('kept “before the pause”').waitFor();
}

async function pauseAndResume() {
  await button('Pause').click();
  await button('Resume').waitFor();
  assert.equal(await state(seen.run), 'paused');
  await shoot('1-paused');
  await refuseSidewaysScrolling(page, 'the page of a paused run');
  await page.reload();
  await button('Resume').click();
  await button('Pause').waitFor();
  await happened('Went on where it stood').waitFor();
  await shoot('2-went-on');
}

async function stop() {
  await button('Stop').click();
  await until('the run stops', async () => (await state(seen.run)) === 'cancelled');
  await page.getByRole('heading', { name: 'Go on from it' }).waitFor();
  await shoot('3-stopped');
}

async function continueIt() {
  await page.getByLabel('Further epochs').fill('20');
  await button('Continue').click();
  await page.waitForURL((address) => !address.href.includes(seen.run));
  const child = page.url().split('/').pop();
  await until('the continued run ends', async () => (await state(child)) === 'succeeded');
  await page.getByText('Continues').waitFor();
  await page.getByText('Training, before').first().waitFor();
  assert.ok((await timeline(child)).includes('continued'));
  await shoot('4-continued');
}

async function branch() {
  await page.goto(`/runs/${seen.run}`);
  await page.getByText(/Branch from one of/).click();
  const kept = page.getByLabel('Go on from', { exact: true });
  const name = await kept.locator('option', { hasText: 'before the pause' }).getAttribute('value');
  await kept.selectOption(name);
  await shoot('5-branching');
  const { checkpoints } = await ask(page, `/api/training/${seen.run}/checkpoints`);
  const from = checkpoints.find(({ checkpoint_id: id }) => id === name);
  await page.locator('details form').getByLabel('Epochs', { exact: true }).first().fill(String(from.step + 30));
  await page.locator('details form').getByLabel('Learning rate', { exact: true }).first().fill('0.005');
  await page.locator('details form').getByRole('button', { name: 'Branch' }).click();
  await page.waitForURL((address) => !address.href.includes(seen.run));
  const child = page.url().split('/').pop();
  await until('the branch ends', async () => (await state(child)) === 'succeeded');
  await page.getByText(/^Branched from .* at epoch [\d,]+ with epochs .* learning rate 0\.02 → 0\.005\.$/).waitFor();
  await shoot('6-branched');
  await refuseSidewaysScrolling(page, 'the page of a branched run');
}
