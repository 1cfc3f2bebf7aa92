// Two people in two browsers of one workspace: what one chooses, the other sees, how fast is told.
// node together.mjs <address> <folder for pictures> <a CSV file with a column `class`>
import { strict as assert } from 'node:assert';
import { open } from './browser.mjs';

const [url, folder, csv] = process.argv.slice(2);
const one = await open({ url, folder });
const other = await open({ url, folder });
const algorithm = ({ page }, name) =>
  page.getByRole('radiogroup', { name: 'Algorithm' }).getByRole('radio', { name }).first();
const rate = ({ page }) => page.getByLabel(/^Learning rate/).and(page.locator('input[type=text]')).first();
const latencies = [];

for (const { page } of [one, other]) {
  await page.goto(url);
  await page.getByRole('heading', { name: 'Train a model' }).waitFor();
}
await one.page.getByLabel('CSV file').first().setInputFiles(csv);
await algorithm(one, 'LightGBM').waitFor();
await algorithm(other, 'LightGBM').waitFor();
await algorithm(one, 'LightGBM').check();
await one.shoot('together-one');
await other.shoot('together-other');
await rate(one).waitFor({ timeout: 8000 });
await rate(other).waitFor({ timeout: 8000 });
for (let round = 1; round <= 10; round += 1) {
  const value = String(round / 100);
  const [from, to] = round % 2 ? [one, other] : [other, one];
  await from.page.bringToFront();
  const begin = performance.now();
  await rate(from).fill(value);
  await to.page.waitForFunction(
    (wanted) => [...document.querySelectorAll('input')].some((input) => input.type === 'text' && input.value === wanted),
    value,
    { polling: 5 },
  );
  latencies.push(performance.now() - begin);
}
await other.page.reload();
await rate(other).waitFor();
assert.equal(await rate(other).inputValue(), '0.1');
await other.shoot('together');
latencies.sort((first, second) => first - second);
console.log(`ok together: ${latencies.map((ms) => Math.round(ms)).join(', ')} ms`);
await one.close();
await other.close();
assert.deepEqual([...one.faults, ...other.faults], []);
