// Somebody searches for the best model of a table, watches the leaderboard, has it stand still until
// another window has it go on, narrows what is shown by a brush, and trains with the values of a trial.
// node search.mjs <address> <folder for pictures> <id of a dataset> [seconds]
import { strict as assert } from 'node:assert';
import { ask, open, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder, dataset, seconds = '10'] = process.argv.slice(2);
const { page, faults, shoot, close } = await open({ url, folder });

await page.goto('/search');
await page.getByRole('combobox', { name: 'Dataset' }).selectOption(dataset);
await page.getByRole('combobox', { name: 'Column to predict' }).selectOption('diagnosis');
await page.getByRole('radio', { name: 'Choose myself' }).check({ force: true });
const wanted = ['Logistic Regression', 'Naive Bayes', 'Random Forest'];
const group = page.getByRole('group', { name: 'Algorithms to try' });
await group.waitFor();
for (const box of await group.getByRole('checkbox').all()) await box.uncheck();
for (const name of wanted) await group.getByRole('checkbox', { name, exact: true }).check();
await page.getByText('Random Forest', { exact: true }).last().waitFor();
await page.locator('summary', { hasText: 'Random Forest' }).click();
await page.getByLabel('n_estimators, highest').fill('60');
await page.getByLabel('n_estimators, highest').press('Tab');
await page.getByRole('button', { name: 'Fix max_features' }).click();
await page.getByRole('group', { name: 'max_features, fixed' }).getByRole('combobox').selectOption({ label: 'log2' });
await page.getByLabel('End after some seconds').last().fill(seconds);
await shoot('search-form');
await refuseSidewaysScrolling(page, 'the form of a search');
await page.getByRole('button', { name: 'Search', exact: true }).click();
await page.waitForURL(/\/search\/job_/);
const id = page.url().split('/').at(-1);

await page.getByRole('table', { name: 'Trials, the best first' }).getByText('leads').waitFor();
await shoot('search-live');
await page.getByRole('button', { name: 'Pause', exact: true }).click();
const other = await page.context().newPage();
await other.goto(`/search/${id}`);
for (const one of [page, other]) await one.getByText('Its clock stands').waitFor();
await page.getByText('paused it').waitFor();
await shoot('search-paused');
await other.getByRole('button', { name: 'Resume', exact: true }).click();
await page.getByText('Its clock stands').waitFor({ state: 'detached' });
await other.close();
await page.getByRole('link', { name: 'Open model' }).waitFor({ timeout: 60_000 + 1000 * Number(seconds) });
await page.getByText(/tied with the leader|No other trial is as good/).waitFor();
const { search } = await ask(page, `/api/search/${id}`);
assert.equal(search.outcome.model_id.startsWith('model_'), true);
assert.deepEqual(new Set(search.algorithms).size, 3);
const forests = (await ask(page, `/api/search/${id}/trials?limit=1000`)).trials.filter((one) => one.algorithm_id === 'random_forest');
assert.equal(forests.length > 0 && forests.every(({ params }) => params.n_estimators <= 60 && params.max_features === 'log2'), true);
await page.waitForLoadState('networkidle');
await shoot('search-done');
await refuseSidewaysScrolling(page, 'a search');

// By keys: only the best half of the results stays in sight.
const grip = page.getByRole('slider', { name: 'ROC AUC at least' });
await grip.focus();
for (let step = 0; step < 9; step += 1) await page.keyboard.press('ArrowUp');
await page.getByText(/in sight; the best of them/).waitFor();
await page.getByLabel('Trials of').selectOption({ label: 'Logistic Regression' });
await page.getByRole('slider', { name: 'c at least', exact: true }).waitFor();
await shoot('search-brushed');

const best = search.outcome.best;
await page.getByRole('button', { name: `Train it: trial ${best.number}`, exact: true }).first().click();
await page.waitForURL(/\/runs\//);
await page.getByText('Its values are those of').waitFor();
await shoot('search-trial-run');
await page.getByRole('link', { name: `trial ${best.number} of ${search.name}` }).click();
await page.getByRole('link', { name: `Open run of trial ${best.number}`, exact: true }).first().waitFor();
await page.getByRole('button', { name: `Use values of trial ${best.number}`, exact: true }).first().click();
await page.waitForURL(`${url}/`);
await until('the form has the algorithm', () => page.getByRole('radio', { checked: true }).count());
await shoot('search-used');
await page.setViewportSize({ width: 390, height: 844 });
await page.goto(`/search/${id}`);
await page.getByRole('table', { name: 'Trials, the best first' }).waitFor();
await refuseSidewaysScrolling(page, 'a search on a narrow screen');
await shoot('search-narrow');

await page.setViewportSize({ width: 1280, height: 900 });
await page.getByRole('button', { name: 'Delete', exact: true }).click();
await page.getByText('Delete its models too').waitFor();
await page.getByRole('switch', { name: 'Delete its models too' }).click();
await shoot('search-delete');
await page.getByRole('button', { name: 'Delete search' }).click();
await page.waitForURL(`${url}/search`);
await until('the models are gone', async () => (await ask(page, '/api/models?kind=stored')).items.every((one) => one.id !== search.outcome.model_id));

// Two targets at once, and before every learner a step whose own values are searched too.
await page.getByRole('combobox', { name: 'Column to predict' }).selectOption('mean area');
await page.locator('summary', { hasText: 'Further targets' }).click();
await page.getByRole('group', { name: 'Also predict' }).getByRole('checkbox', { name: 'mean radius', exact: true }).check();
await page.getByText('Further targets: 1').waitFor();
await page.getByRole('combobox', { name: 'Add a step' }).selectOption('pca');
await page.getByRole('checkbox', { name: 'search its values too' }).waitFor();
await page.getByRole('radio', { name: 'Choose myself' }).check({ force: true });
await group.waitFor();
for (const box of await group.getByRole('checkbox').all()) await box.uncheck();
await group.getByRole('checkbox', { name: 'Linear Regression', exact: true }).check();
await page.getByLabel('End after some seconds').last().fill('5');
await shoot('search-two-targets-form');
await refuseSidewaysScrolling(page, 'the form of a search for two targets');
await page.getByRole('button', { name: 'Search', exact: true }).click();
await page.waitForURL(/\/search\/job_/);
await page.getByRole('link', { name: 'Open model' }).waitFor({ timeout: 60_000 });
await page.getByText('mean area, mean radius').waitFor();
await page.getByText('Goes first').waitFor();
const both = (await ask(page, `/api/search/${page.url().split('/').at(-1)}`)).search;
assert.deepEqual(both.targets, ['mean area', 'mean radius']);
assert.equal(Number.isInteger(both.outcome.best.params['pca.n_components']), true);
await shoot('search-two-targets');
assert.deepEqual(faults, []);
await close();
