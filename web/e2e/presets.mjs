// Two people keep values as presets: shared, renamed and deleted while the other has them open, begun
// from beside a table of another size, and seen by somebody who only looks.
// node presets.mjs <address of a server with accounts that only the first may make> <folder for pictures>
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { refuseBarriers } from './accessible.mjs';
import { ask, open, play, refuseSidewaysScrolling, until } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const ada = await open({ url, folder });
const bob = await open({ url, folder, width: 360, height: 740, scheme: 'dark' });
// A browser says of each refused request what this story asks for on purpose.
const faults = () => [...ada.faults, ...bob.faults].filter((fault) => !/status of (401|403|404|409)/.test(fault));
const button = ({ page }, name) => page.getByRole('button', { name, exact: true });
const close = async () => {
  await ada.close();
  await bob.close();
};

await play([meet, keepAndShare, renameWhileOpen, deleteWhileOpen, chooseAnotherAlgorithm, beginBesideASmallTable, lookOn], {
  faults: [],
  shoot: async (name) => {
    await ada.shoot(`${name}-ada`);
    await bob.shoot(`${name}-bob`);
  },
  close,
});
assert.deepEqual(faults(), []);

async function meet() {
  await register(ada, 'Ada Owner', 'ada@example.org');
  for (const n_points of [200, 6000]) {
    const { dataset_id } = await send(ada, '/api/datasets/generate', { type: 'moons', n_points, noise: 0.2 });
    const named = await ada.page.request.patch(`/api/datasets/${dataset_id}`, { data: { name: `moons ${n_points}` } });
    assert.ok(named.ok(), await named.text());
  }
  await ada.page.goto('/workspace');
  await ada.page.getByLabel('Email').fill('bob@example.org');
  await ada.page.getByRole('radio', { name: 'Editor' }).check();
  await button(ada, 'Invite').click();
  const address = await ada.page.getByLabel('Send this address to bob@example.org').inputValue();
  await register(bob, 'Bob Guest', 'bob@example.org', address);
  await button(bob, 'Join').click();
  await bob.page.getByRole('heading', { name: 'Train a model' }).waitFor();
}

async function keepAndShare() {
  await ada.page.goto('/');
  await table(ada, 'moons 6000');
  await algorithm(ada, 'k-nearest', /^K-Nearest/i);
  await number(ada, 'Neighbours (k)').fill('50');
  await number(ada, 'Neighbours (k)').press('Enter');
  await button(ada, 'Save these values').click();
  await ada.page.getByLabel('Name', { exact: true }).fill('Many neighbours');
  await button(ada, 'Save').click();
  await table(bob, 'moons 6000');
  await button(bob, 'Ours 1').click();
  await bob.page.getByText('Kept by Ada Owner for moons 6000, 6,000 rows and 3 columns').waitFor();
  await refuseBarriers(bob.page, 'presets that are shared');
  await refuseSidewaysScrolling(bob.page, 'presets that are shared');
  await look('1-shared');
}

async function renameWhileOpen() {
  await button(bob, 'Edit Many neighbours').click();
  await button(ada, 'Ours 1').click();
  await button(ada, 'Edit Many neighbours').click();
  await ada.page.getByLabel('Name', { exact: true }).fill('Wide');
  await button(ada, 'Save').click();
  await bob.page.getByText('it is called “Wide” now').waitFor();
  await look('2-renamed');
}

async function deleteWhileOpen() {
  await button(ada, 'Ours 1').click();
  await button(ada, 'Delete Wide').click();
  await button(ada, 'Delete').click();
  await bob.page.getByText('Somebody has deleted this preset meanwhile').waitFor();
  await refuseBarriers(bob.page, 'a preset that somebody deleted');
  await look('3-deleted');
  await button(bob, 'Save').click();
  await button(ada, 'Ours 1').click();
  await ada.page.getByText('Kept by Bob Guest for moons 6000').waitFor();
  await ada.page.keyboard.press('Escape');
}

async function chooseAnotherAlgorithm() {
  await button(ada, 'Save these values').click();
  await ada.page.getByLabel('Name', { exact: true }).fill('While Bob went on');
  await algorithm(bob, 'random forest', /^Random Forest/);
  await ada.page.getByText(/^Bob Guest chose Random Forest/).waitFor();
  await button(ada, 'Save').click();
  await ada.page.getByRole('dialog').waitFor({ state: 'detached' });
  const kept = await ask(ada.page, '/api/train/presets?algorithm_id=k_nearest_neighbors');
  assert.deepEqual(kept.saved.map(({ name, hyperparameters }) => [name, hyperparameters.n_neighbors]), [['Many neighbours', 50], ['While Bob went on', 50]]);
  await algorithm(bob, 'k-nearest', /^K-Nearest/i);
}

async function beginBesideASmallTable() {
  await table(bob, 'moons 200');
  await button(bob, 'Ours 2').click();
  await bob.page.getByText('table of another size').first().waitFor();
  await button(bob, 'Begin from Many neighbours').click();
  await bob.page.getByText('Many neighbours was kept for a table of another size').first().waitFor();
  await refuseBarriers(bob.page, 'values of a table of another size');
  await refuseSidewaysScrolling(bob.page, 'values of a table of another size');
  await look('4-another-size');
  // What one chooses the other's form shows, whatever table they look at.
  const adaSees = (value) => until(`Ada sees ${value}`, async () => (await number(ada, 'Neighbours (k)').inputValue()) === value);
  await adaSees('50');
  await button(bob, 'Make it fit this table').click();
  await adaSees('20');
  await look('5-fitted');
}

async function lookOn() {
  await ada.page.goto('/workspace');
  await ada.page.getByLabel('Role of Bob Guest').selectOption('viewer');
  await bob.page.getByText('Keeping values as presets is for editors.').waitFor();
  assert.equal(await button(bob, 'Save these values').count(), 0);
  await button(bob, 'Ours 2').click();
  assert.equal(await bob.page.getByRole('button', { name: /^(Edit|Delete) / }).count(), 0);
  await refuseBarriers(bob.page, 'presets of somebody who looks on');
  await look('6-looks-on');
  await button(bob, 'Begin from Many neighbours').click();
  // Asked past the page it is refused too.
  const { workspaces } = await ask(ada.page, '/api/workspaces');
  const { saved } = await ask(ada.page, '/api/train/presets');
  const refused = await bob.page.request.delete(`/api/train/presets/${saved[0].id}`, { headers: { 'X-Workspace': workspaces[0].id } });
  assert.equal(refused.status(), 403);
}

/** What Bob has in his small window, with what stands above the page. */
async function look(name) {
  await bob.page.screenshot({ path: join(folder, `${name}.png`) });
}

function number({ page }, title) {
  return page.getByRole('textbox', { name: title, exact: true }).first();
}

async function table({ page }, name) {
  await page.getByRole('radio', { name }).first().check();
}

async function algorithm({ page }, words, name) {
  await page.getByRole('searchbox', { name: 'Search algorithms' }).fill(words);
  await page.getByRole('radio', { name }).first().check();
}

async function send({ page }, path, data) {
  const answer = await page.request.post(path, { data });
  assert.ok(answer.ok(), await answer.text());
  return answer.json();
}

async function register({ page }, name, email, address = url) {
  await page.goto(address);
  await page.getByRole('radio', { name: 'New here' }).check();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill('correct horse battery');
  await button({ page }, 'Create account').click();
  await page.getByRole('link', { name: 'Armillary, start page' }).waitFor();
}
