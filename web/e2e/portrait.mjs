// The picture of the README: a network that learns breast cancer, in the middle of it.
// node portrait.mjs <address of a server that `make run` has set up> <file>
import { basename, dirname } from 'node:path';
import { ask, open, until } from './browser.mjs';

const [url, file] = process.argv.slice(2);
const { page, close } = await open({ url, folder: dirname(file), width: 1440, height: 900 });
await page.goto(url);
const breast = page.getByRole('radiogroup', { name: 'Dataset' }).getByRole('radio', { name: /breast/i });
await breast.check();
await page.getByLabel('Column to predict').waitFor();
await page.getByRole('radiogroup', { name: 'Algorithm' }).getByRole('radio', { name: /Feedforward/ }).check();
await page.getByRole('textbox', { name: /^Epochs/i }).first().fill('400');
await page.getByRole('button', { name: 'Train', exact: true }).click();
await page.waitForURL(/\/runs\//);
const session = page.url().split('/').pop();
await until('half of the epochs', async () => {
  const { series } = await ask(page, `/api/training/${session}/points`);
  return (series.train_loss?.steps.at(-1) ?? 0) >= 120;
});
await page.screenshot({ path: `${dirname(file)}/${basename(file)}` });
await close();
