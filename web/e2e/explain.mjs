// Explains a model and a row as a person does, wide and narrow, light and dark; leaves pictures.
import { open, refuseSidewaysScrolling } from './browser.mjs';

const [url, folder, modelId] = process.argv.slice(2);
if (!url || !folder || !modelId) throw new Error('Say: explain.mjs <url> <folder for pictures> <model>');
const TABS = [
  "The model's own weights",
  'SHAP values',
  'Partial dependence',
  'Accumulated local effects',
  'Interactions',
  'Surrogate tree',
];

async function look({ name, width, scheme }) {
  const { page, faults, shoot, close } = await open({ url, folder, width, scheme });
  await page.goto(`/models/${modelId}`);
  const panel = page.getByRole('region', { name: 'Explanations' });
  await panel.getByRole('button', { name: 'Explain', exact: true }).click();
  await panel.getByRole('tab', { name: 'Permutation importance' }).waitFor({ timeout: 120_000 });
  await refuseSidewaysScrolling(page, `permutation ${name}`);
  await shoot(`explain-permutation-${name}`);
  for (const tab of TABS) {
    await panel.getByRole('tab', { name: tab }).click();
    await panel.getByText('How this is found and read').waitFor();
    await refuseSidewaysScrolling(page, `${tab} ${name}`);
    await panel.screenshot({ path: `${folder}/explain-${tab.replace(/\W+/g, '-').toLowerCase()}-${name}.png` });
  }
  await panel.getByRole('tab', { name: 'Integrated gradients' }).click();
  await panel.getByText(/network/).first().waitFor();
  await page.getByRole('button', { name: 'Explain this row' }).click();
  await page.getByText('Nearest training rows').first().waitFor();
  await refuseSidewaysScrolling(page, `row ${name}`);
  await page.getByRole('region', { name: 'Predict a row' }).screenshot({ path: `${folder}/explain-row-${name}.png` });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  await close();
}

await look({ name: 'wide', width: 1440, scheme: 'light' });
await look({ name: 'narrow', width: 380, scheme: 'dark' });
console.log('explained, without a fault');
