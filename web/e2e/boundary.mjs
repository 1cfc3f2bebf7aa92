// What a run's model says over two columns: seen while it learns, and of the model that was kept.
// Usage: node boundary.mjs <server> <folder for pictures>
import { ask, open, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });

async function post(path, data) {
  const answer = await page.request.post(path, { data });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}

const { dataset_id } = await post('/api/datasets/generate', { type: 'moons', n_points: 200 });
const hyperparameters = { epochs: 10_000 };
const { session_id: id } = await post('/api/train/start', { algorithm_id: 'feedforward_nn', dataset_id, target_column: 'label', hyperparameters });

// Live: the same picture is drawn again as the run learns.
await page.goto(`/runs/${id}`);
const panel = page.getByRole('region', { name: 'Decision boundary' });
const step = async () => Number(/best until epoch (\d+)/.exec(await panel.innerText())?.[1] ?? 0);
await panel.waitFor({ timeout: 90_000 });
const first = await until('a picture of the run', step);
await until('a newer picture', async () => (await step()) > first);
await panel.getByRole('application', { name: /^Decision boundary over x and y: \d+ points, \d+ of them said to be another class/ }).waitFor();
await shoot('live');

// The model that was kept: its test rows, and one of them by keys.
await post(`/api/train/stop/${id}`, {});
await panel.getByText('of the model that was kept').waitFor();
await panel.getByText(/of 200 rows are said right/).waitFor();
await panel.getByRole('radio', { name: 'Test rows' }).click();
await panel.getByText(/of 30 test rows are said right/).waitFor();
await panel.getByRole('application').press('ArrowRight');
await panel.getByText(/true \d · said \d · a test row/).waitFor();
await shoot('kept');

// The sides change when the column of the other one is chosen.
await panel.getByLabel('Across').selectOption('y');
await panel.getByRole('application', { name: /over y and x/ }).waitFor();
const { columns } = await ask(page, `/api/training/${id}/predictions?x=y&resolution=2`);
if (columns.y !== 'x') throw new Error(`the other column is ${columns.y}`);

await page.setViewportSize({ width: 360, height: 800 });
await page.emulateMedia({ colorScheme: 'dark' });
await refuseSidewaysScrolling(page, 'a run with its decision boundary');
await shoot('kept-narrow-dark');
if (faults.length > 0) throw new Error(faults.join('\n'));
await close();
