// Runs as people use them: listed, searched, tagged, written about, compared while one still learns.
// Usage: node runs.mjs <server> <folder for pictures>
import { ask, open, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });

/** Begin a run of somebody's own program, and log a curve to it. */
async function begin(name, rate) {
  const answer = await page.request.post('/api/training', { data: { name, hyperparameters: { rate, batch: 64 } } });
  const { session_id: id } = await answer.json();
  await log(id, Array.from({ length: 50 }, (_, step) => ({ name: 'val_loss', step, value: Math.exp(-step * rate) })));
  return id;
}

async function log(id, points) {
  const answer = await page.request.post(`/api/training/${id}/log`, { data: { points } });
  if (!answer.ok()) throw new Error(await answer.text());
}

const [fast, slow] = [await begin('Fast learner', 0.2), await begin('Slow learner', 0.02)];
await page.request.post(`/api/training/${fast}/finish`);

// Sorted by a metric, as the address says; the better one comes first.
await page.goto('/runs?column=status&column=metric:val_loss&column=parameter:rate&sort=metric:val_loss&order=up&search=learner');
const names = () => page.getByRole('row').getByRole('link').allInnerTexts();
await until('both runs in their order', async () => (await names()).join() === 'Fast learner,Slow learner');
await page.getByRole('button', { name: 'Validation loss', exact: true }).click();
await until('the order turned round', async () => (await names()).join() === 'Slow learner,Fast learner');
await shoot('list');
await refuseSidewaysScrolling(page, 'the list of runs');

// What is logged moves in the list.
await log(slow, [{ name: 'val_loss', step: 99, value: 0.125 }]);
await page.getByRole('gridcell', { name: '0.125' }).waitFor();

// By keys: choose both, and tag them.
await page.getByRole('grid').focus();
await page.keyboard.press('Space');
await page.keyboard.press('Shift+ArrowDown');
await page.getByText('2 runs chosen').waitFor();
await page.getByRole('button', { name: 'Tag', exact: true }).click();
await page.getByRole('textbox', { name: 'Tag' }).fill('paper');
await page.getByRole('button', { name: 'Add', exact: true }).click();
await until('both are tagged', async () => (await ask(page, '/api/training?tag=paper')).total === 2);
await page.keyboard.press('Escape');

// Side by side, and live.
await page.getByRole('link', { name: 'Compare' }).click();
await page.locator('canvas').first().waitFor();
const legend = page.locator('figcaption');
const before = await legend.innerText();
await log(slow, [{ name: 'val_loss', step: 120, value: 0.0625 }]);
await until('the curve has grown', async () => (await legend.innerText()) !== before);
await shoot('compare');
// The address tells which it is, so the mark comes a moment after the click.
await page.getByRole('radio', { name: 'By time' }).click();
await page.getByRole('radio', { name: 'By time', checked: true }).waitFor();
const saved = page.waitForEvent('download');
await page.getByRole('button', { name: 'PNG' }).click();
if (!(await saved).suggestedFilename().endsWith('_by_time.png')) throw new Error('the picture has another name');

// Two people write notes at once; neither loses a word.
await page.goto(`/runs/${slow}`);
await page.getByRole('button', { name: 'Write notes' }).click();
await page.getByRole('textbox', { name: 'Notes' }).fill('Mine is **slower**.');
await page.request.patch(`/api/training/${slow}`, { data: { notes: 'Theirs.', notes_version: 0 } });
await page.getByText('Somebody else has changed these notes meanwhile').waitFor();
await page.getByRole('button', { name: 'Put mine below theirs' }).click();
await page.getByRole('button', { name: 'Save' }).click();
await page.locator('strong', { hasText: 'slower' }).waitFor();
const { notes } = await ask(page, `/api/training/${slow}/notes`);
if (notes.text !== 'Theirs.\n\nMine is **slower**.') throw new Error(`the notes read ${notes.text}`);

// On a telephone.
await page.setViewportSize({ width: 360, height: 740 });
for (const [path, what] of [['/runs', 'the list'], [`/runs/compare?ids=${fast},${slow}`, 'the comparison'], ['/experiments', 'experiments']]) {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await refuseSidewaysScrolling(page, what);
}
await close();
if (faults.length > 0) throw new Error(faults.join('\n'));
console.log('runs: listed, sorted, tagged, compared live, and written about by two');
