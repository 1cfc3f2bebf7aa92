// Somebody without a mouse chooses what to learn and how, watches it learn, pauses it, changes it,
// has it go on, stops it, adds epochs and compares the two runs. Wherever keys lead, it is seen.
// node keyboard.mjs <address> <folder for pictures> <a CSV file with a column `class`>
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { refuseBarriers } from './accessible.mjs';
import { ask, open, play, until } from './browser.mjs';

const [url, folder, csv] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });
const seen = {};
const button = (name) => page.getByRole('button', { name, exact: true });
const main = page.locator('#content');

await play([chooseAPlan, train, pauseAndResume, changeAValue, stop, addEpochs, compare], { faults, shoot, close });

async function chooseAPlan() {
  const file = { name: 'by keys.csv', mimeType: 'text/csv', buffer: await readFile(csv) };
  const uploaded = await page.request.post('/api/data/upload', { multipart: { file } });
  assert.ok(uploaded.ok(), await uploaded.text());
  await page.goto('/');
  await page.getByRole('radio', { name: 'by keys' }).first().waitFor();
  await reach(page.getByRole('link', { name: 'Skip to content' }));
  await page.keyboard.press('Enter');
  await reach(page.getByRole('radiogroup', { name: 'Dataset' }).getByRole('radio').first());
  await choose(page.getByRole('radio', { name: 'by keys' }).first());
  await reach(page.getByLabel('Column to predict'));
  await page.keyboard.type('class');
  await page.getByText('predict class').waitFor();
  await reach(page.getByRole('searchbox', { name: 'Search algorithms' }));
  await page.keyboard.type('feedforward');
  const network = page.getByRole('radio', { name: /^Feedforward/ });
  await reach(network);
  await page.keyboard.press('Space');
  await reach(page.getByLabel('Epochs', { exact: true }));
  await write('10000');
  await reach(button('Train'));
  await shoot('1-plan');
  await refuseBarriers(page, 'a chosen plan');
}

async function train() {
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/runs\//);
  seen.run = runOf(page.url());
  await onTitle();
  await page.locator('canvas').first().waitFor();
  await refuseBarriers(page, 'a run that learns');
}

async function pauseAndResume() {
  await reach(button('Pause'));
  await page.keyboard.press('Enter');
  await button('Resume').waitFor();
  await stillOn(button('Resume'));
  await refuseBarriers(page, 'a paused run');
  await page.keyboard.press('Enter');
  await button('Pause').waitFor();
  await stillOn(button('Pause'));
}

async function changeAValue() {
  const rate = page.getByRole('region', { name: 'Steer' }).getByRole('textbox', { name: 'Learning rate', exact: true }).first();
  await reach(rate);
  await write('7');
  await page.getByText(/This must be between .* and 1; got 7\./).waitFor();
  await refuseBarriers(page, 'a value that is too large');
  await write('0.004');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'changed learning rate from 0.001 to 0.004' }).waitFor({ state: 'attached' });
  await stillOn(rate);
  await shoot('2-changed');
}

async function stop() {
  await reach(button('Stop'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Go on from it' }).waitFor();
  await onTitle();
  await page.getByRole('status').filter({ hasText: 'Stopped' }).first().waitFor({ state: 'attached' });
  await shoot('3-stopped');
  await refuseBarriers(page, 'a stopped run');
}

async function addEpochs() {
  await reach(page.getByLabel('Further epochs'));
  await write('20');
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => runOf(address.href) !== seen.run);
  seen.child = runOf(page.url());
  await page.getByText('Continues').waitFor();
  await onTitle();
  await until('the continued run ends', async () => (await ask(page, `/api/jobs/${seen.child}`)).job.state === 'succeeded');
}

async function compare() {
  await reach(main.getByRole('link', { name: 'Runs', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/runs$/);
  await onTitle();
  await reach(page.getByRole('searchbox'));
  await page.keyboard.type('keys');
  await page.waitForURL(/search=keys/);
  await until('only runs of that table are listed', async () => {
    const names = await page.getByRole('row').getByRole('link').allInnerTexts();
    return names.length > 1 && names.every((name) => name.includes('by keys'));
  });
  await reach(page.getByRole('grid', { name: 'Runs' }));
  for (const key of ['Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await page.getByText('2 runs chosen').waitFor();
  await refuseBarriers(page, 'runs that are chosen');
  await reach(page.getByRole('link', { name: 'Compare' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/runs\/compare/);
  for (const id of [seen.run, seen.child]) assert.ok(page.url().includes(id), `${page.url()} lacks ${id}`);
  await onTitle();
  await page.locator('canvas').first().waitFor();
  await shoot('4-compared');
  await refuseBarriers(page, 'a comparison');
}

function runOf(address) {
  return new URL(address).pathname.split('/').pop();
}

/** Press Tab until something has the focus; wherever it comes by, the focus is seen. */
async function reach(aim, key = 'Tab', most = 250) {
  await aim.waitFor();
  for (let press = 0; press < most; press += 1) {
    if (await has(aim)) return;
    await page.keyboard.press(key);
    const unseen = await page.evaluate(hiddenFocus);
    if (unseen !== null) throw new Error(`the focus is not seen on ${unseen}`);
  }
  throw new Error(`${most} times ${key} did not lead to ${aim}`);
}

/** Press arrows in a group of radio buttons until one is chosen. */
async function choose(aim, most = 50) {
  for (let press = 0; press < most; press += 1) {
    await page.keyboard.press(press === 0 ? 'Space' : 'ArrowDown');
    if (await aim.isChecked()) return;
  }
  throw new Error(`${most} arrows did not lead to ${aim}`);
}

async function write(text) {
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function has(aim) {
  return aim.evaluate((element) => element === document.activeElement);
}

async function stillOn(aim) {
  await until(`the focus is on ${aim}`, () => has(aim), 5);
}

async function onTitle() {
  await stillOn(page.getByRole('heading', { level: 1 }));
}

/** What has the focus without a mark around it, or out of sight; null where it is seen. Runs in the page. */
function hiddenFocus() {
  const held = document.activeElement;
  if (held === null || held === document.body) return null;
  const isMarked = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  };
  const { left, top, width, height } = held.getBoundingClientRect();
  const isInSight = top + height > 0 && top < innerHeight && left + width > 0 && left < innerWidth;
  // A radio button is as large as its card, or lies in it: the card is marked.
  const around = [held, held.parentElement, held.nextElementSibling].filter((one) => one !== null);
  if (isInSight && around.some(isMarked)) return null;
  return `${held.outerHTML.slice(0, 200)} (${isInSight ? 'no mark' : 'out of sight'})`;
}
