// The story of the first hour, in a real browser: a table, a training that is watched, reloaded and
// stopped, one that ends, its numbers, a prediction, the model taken along.
// node story.mjs <address> <folder for pictures> <a CSV file with a column `class`>
import { strict as assert } from 'node:assert';
import { stat } from 'node:fs/promises';
import { ask, open, play, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder, csv] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });
const steps = [
  uploadATable,
  watchReloadAndStop,
  trainToTheEnd,
  predictARow,
  takeTheModelAlong,
  lookAtEveryJob,
  useTheKeyboard,
];
const seen = {};
await play(steps, { faults, shoot, close });

async function uploadATable() {
  await page.goto(url);
  await page.getByRole('heading', { name: 'Train a model' }).waitFor();
  await shoot('1-begin');
  await page.getByLabel('CSV file').first().setInputFiles(csv);
  await page.getByRole('radiogroup', { name: 'Dataset' }).getByRole('radio', { checked: true }).waitFor();
  await page.getByLabel('Column to predict').waitFor();
}

async function choosePlan(algorithm) {
  await page.getByLabel('Column to predict').selectOption({ label: 'class' });
  await page.getByRole('radiogroup', { name: 'Algorithm' }).getByRole('radio', { name: algorithm }).check();
}

async function start() {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForURL(/\/runs\//);
  return page.url().split('/').pop();
}

async function watchReloadAndStop() {
  await choosePlan(/Feedforward/);
  await page.getByLabel(/^Epochs/i).first().fill('10000');
  await shoot('2-plan');
  const session = await start();
  const points = async () => (await ask(page, `/api/training/${session}/points`)).series.train_loss?.steps.length ?? 0;
  await page.locator('canvas').first().waitFor();
  await until('twenty epochs', async () => (await points()) >= 20);
  await shoot('3-live');

  const before = await points();
  await page.reload();
  await page.locator('canvas').first().waitFor();
  const shownStep = async () => Number((await page.getByText(/^Epoch [\d, ]+ of/).first().innerText()).match(/[\d,]+/)[0].replace(',', ''));
  await until('the step goes on after the reload', async () => (await shownStep()) > before);

  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopped early; the best model until then was kept.').waitFor();
  await page.getByRole('link', { name: 'Open model' }).waitFor();
  await shoot('4-stopped');
}

async function trainToTheEnd() {
  await page.getByRole('link', { name: 'Train', exact: true }).first().click();
  await choosePlan(/Random forest/i);
  seen.session = await start();
  await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
  await page.getByRole('heading', { name: 'ROC' }).waitFor();
  await page.getByRole('heading', { name: 'Feature importance' }).waitFor();
  const { overall_metrics: metrics } = await ask(page, `/api/training/${seen.session}/metrics`);
  assert.ok(metrics.accuracy > 0.8, `accuracy ${metrics.accuracy}`);
  await shoot('5-results');
}

async function predictARow() {
  await page.getByRole('link', { name: 'Open model' }).click();
  await page.waitForURL(/\/models\//);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByRole('list', { name: 'Probability of each class' }).waitFor();
  await shoot('6-model');
}

async function takeTheModelAlong() {
  await page.getByRole('button', { name: 'Take along' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('link', { name: 'Download' }).first().click(),
  ]);
  await page.keyboard.press('Escape');
  const { size } = await stat(await download.path());
  assert.match(download.suggestedFilename(), /\.zip$/);
  assert.ok(size > 1000, `the bundle has ${size} bytes`);
}

async function lookAtEveryJob() {
  await page.getByRole('link', { name: 'Jobs', exact: true }).first().click();
  await page.getByRole('table').waitFor();
  const { jobs } = await ask(page, '/api/jobs');
  for (const job of jobs) await page.locator(`a[href="/jobs/${job.id}"]`).first().waitFor();
  await page.locator(`a[href="/jobs/${seen.session}"]`).first().click();
  await shoot('7-jobs');
}

async function useTheKeyboard() {
  await page.goto(url);
  await page.getByRole('heading', { name: 'Train a model' }).waitFor();
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement?.textContent ?? '');
  assert.match(first, /skip/i);
  await refuseSidewaysScrolling(page, 'the first page');
}
