// Somebody trains on a table that gives the answer away: sees the score that would not hold, trains
// against it, reads on the run that it was so, then settles it and gets a score that holds.
// node trust.mjs <address> <folder for pictures> <name of the dataset>
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { ask, open, refuseSidewaysScrolling } from './browser.mjs';

const [url, folder, dataset] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });

await page.goto('/');
await page.getByRole('radiogroup', { name: 'Dataset' }).getByRole('radio', { name: dataset }).check({ force: true });
await page.getByRole('combobox', { name: 'Column to predict' }).selectOption('left');
const guard = page.getByRole('region', { name: 'Guard' });
await guard.getByText('refund').first().waitFor({ timeout: 60_000 });
await shoot('trust-found');
await refuseSidewaysScrolling(page, 'what the guard found');

const against = await train('Train anyway');
await page.getByText(/Trained against/).first().waitFor();
await shoot('trust-against');

await page.goto('/');
await guard.getByRole('button', { name: /Leave out|Do all that is proposed/ }).first().click();
await guard.getByText('all settled').waitFor();
await shoot('trust-settled');
const honest = await train('Train');
await page.getByText('Where it lies').waitFor();
await page.getByText('How to read this').first().click();
await shoot('trust-scores');
assert.equal(await page.getByText(/Trained against/).count(), 0);
assert.equal(against.accuracy > honest.accuracy + 0.05, true, JSON.stringify([against, honest]));
await chartsAreSavedAndLookedAt();
await page.setViewportSize({ width: 360, height: 844 });
await refuseSidewaysScrolling(page, 'scores');
await page.goto('/runs?columns=result:accuracy');
const rowOf = (run) => page.getByRole('row').filter({ has: page.locator(`a[href$="${run.id}"]`) });
const mark = { name: /Trained against/ };
await rowOf(against).getByRole('img', mark).first().waitFor();
assert.equal(await rowOf(honest).count(), 1);
assert.equal(await rowOf(honest).getByRole('img', mark).count(), 0, 'what was settled is not marked');

assert.deepEqual(faults, []);
await close();
console.log('trusted, without a fault');

/** Every chart is saved as SVG and PNG, looked closer at by keys, and has its numbers behind it. */
async function chartsAreSavedAndLookedAt() {
  for (const title of [/^Loss by/, /^Confusion matrix$/]) {
    const frame = page.getByRole('group', { name: title });
    const svg = await readFile(await saved(frame.getByRole('button', { name: /^SVG of/ })), 'utf8');
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.doesNotMatch(svg, /<image|var\(--|foreignObject/, 'drawn, and in need of nothing beside it');
    const png = await readFile(await saved(frame.getByRole('button', { name: /^PNG of/ })));
    assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
    const all = frame.getByRole('button', { name: /Show all of it/ });
    assert.equal(await all.isDisabled(), true);
    await frame.getByRole('button', { name: /^PNG of/ }).press('+');
    await all.and(page.locator(':enabled')).waitFor();
    await frame.getByRole('button', { name: /^PNG of/ }).press('0');
    await all.and(page.locator(':disabled')).waitFor();
    await frame.getByText('Numbers', { exact: true }).click();
    await frame.getByRole('region', { name: /^Numbers of/ }).waitFor();
  }
}

async function saved(button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return download.path();
}

/** Starts the training, waits for its end and gives its id and metrics. */
async function train(words) {
  await page.getByRole('radiogroup', { name: 'Algorithm' }).getByRole('radio', { name: 'LightGBM' }).check();
  await page.getByRole('button', { name: words, exact: true }).click();
  await page.waitForURL(/\/runs\/job_/);
  await page.getByRole('link', { name: 'Open model' }).waitFor({ timeout: 120_000 });
  const id = page.url().split('/').at(-1);
  const { overall_metrics: metrics } = await ask(page, `/api/training/${id}/metrics`);
  return { id, ...metrics };
}
