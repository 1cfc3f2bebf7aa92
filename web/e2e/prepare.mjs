// Preparing a table in a real browser: steps by mouse and keyboard, an expression with a mistake,
// undoing, a reload that loses nothing, a dataset made, its lineage, a recipe kept, taken up and
// trained with.
// node prepare.mjs <address> <folder for pictures> <a CSV file with columns `alcohol`, `hue`, `class`>
import { strict as assert } from 'node:assert';
import { ask, open, play, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder, csv] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });
const steps = [addStepsBySearch, writeAnExpression, undoAndReload, moveByKeyboard, saveTheRecipe, createADataset, followTheLineage, takeUpTheRecipe, trainWithTheRecipe];
const seen = {};
await play(steps, { faults, shoot, close });

function list() {
  return page.getByRole('region', { name: 'Steps of the recipe' });
}

async function addStep(search, name) {
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('searchbox', { name: 'Search steps' }).fill(search);
  await shoot(`add-${search}`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name }).waitFor();
}

async function addStepsBySearch() {
  const answer = await page.request.post(`${url}/api/data/upload`, {
    multipart: { file: { name: 'bottles.csv', mimeType: 'text/csv', buffer: await (await import('node:fs/promises')).readFile(csv) } },
  });
  seen.dataset = (await answer.json()).dataset_id;
  await page.goto(`${url}/data/${seen.dataset}?view=prepare`);
  await page.getByText('The table as it is').first().waitFor();
  await addStep('scale', /Scale numbers/);
  await page.getByText(/'alcohol': minus/).first().waitFor();
  await page.getByRole('columnheader', { name: /alcohol.*changed/ }).waitFor();
  await shoot('scaled');
}

async function writeAnExpression() {
  await addStep('derive', /Derive a column/);
  await page.getByLabel('Column', { exact: true }).fill('shade');
  const box = page.getByRole('combobox', { name: 'Expression' });
  await box.pressSequentially('[alco');
  await page.getByRole('option', { name: /alcohol\]/ }).first().waitFor();
  await shoot('completion');
  await page.keyboard.press('Enter');
  await box.pressSequentially(' * hu');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await page.getByText(/There is no column 'hu'/).first().waitFor();
  await shoot('mistake');
  await page.keyboard.type('e');
  await page.getByRole('columnheader', { name: /shade.*new/ }).waitFor();
  assert.equal(await box.inputValue(), '[alcohol] * hue');
  await shoot('derived');
}

async function undoAndReload() {
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await until('the expression is gone', async () => (await page.getByRole('combobox', { name: 'Expression' }).inputValue()) === '');
  await page.getByRole('button', { name: 'Redo', exact: true }).click();
  await page.reload();
  await page.getByRole('columnheader', { name: /shade.*new/ }).waitFor();
  assert.equal(await list().getByRole('listitem').count(), 3);
}

async function moveByKeyboard() {
  await list().getByRole('button', { name: /^2\. Derive/ }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await list().getByRole('button', { name: /^1\. Derive/ }).waitFor();
  await page.keyboard.press('Control+z');
  await list().getByRole('button', { name: /^2\. Derive/ }).waitFor();
  await list().getByRole('switch', { name: 'Scale numbers is on' }).click();
  await list().getByText('off', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
}

async function saveTheRecipe() {
  await page.getByRole('button', { name: 'Save recipe' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('shades');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The recipe shades is saved.').waitFor();
}

async function createADataset() {
  await page.getByRole('button', { name: 'Create dataset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { name: 'bottles prepared', level: 1 }).waitFor();
  await page.getByRole('tab', { name: 'Rows' }).waitFor();
  seen.made = page.url().split('/').pop().split('?')[0];
  const { dataset } = await ask(page, `/api/datasets/${seen.made}`);
  assert.ok(dataset.schema.some((column) => column.name === 'shade'));
}

async function followTheLineage() {
  await page.getByText('Made from').click();
  await page.getByText('Derive a column').waitFor();
  await shoot('lineage');
  await page.getByRole('link', { name: 'bottles', exact: true }).click();
  await page.getByText('1 dataset made of this').waitFor();
  await page.getByRole('link', { name: 'bottles prepared' }).waitFor();
}

async function takeUpTheRecipe() {
  const other = 'alcohol,Hues,class\n1,2,a\n3,4,b\n5,6,a\n';
  const answer = await page.request.post(`${url}/api/data/upload`, {
    multipart: { file: { name: 'other.csv', mimeType: 'text/csv', buffer: Buffer.from(other) } },
  });
  const { dataset_id: id } = await answer.json();
  await page.goto(`${url}/data/${id}?view=prepare`);
  await page.getByRole('button', { name: 'Saved recipes' }).click();
  await page.getByRole('button', { name: 'Take these steps' }).click();
  await page.getByText(/Did you mean \[Hues\]/).first().waitFor();
  await shoot('another-name');
  await page.getByRole('button', { name: 'Hues', exact: true }).click();
  await page.getByRole('columnheader', { name: /shade.*new/ }).waitFor();
  await refuseSidewaysScrolling(page, 'the bench');
}

async function trainWithTheRecipe() {
  await page.goto(`${url}/data/${seen.dataset}`);
  await page.getByRole('button', { name: 'Train on this' }).click();
  await page.getByLabel('Column to predict').selectOption({ label: 'class' });
  await page.getByRole('radiogroup', { name: 'Algorithm' }).getByRole('radio', { name: /Logistic/i }).check();
  await page.getByText('Recipe, split and seed').click();
  await page.getByLabel('Recipe').selectOption({ label: 'shades' });
  await shoot('train-plan');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('link', { name: 'Open model' }).click();
  await page.getByText('scale, derive', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByRole('list', { name: 'Probability of each class' }).waitFor();
  await shoot('train-model');
}
