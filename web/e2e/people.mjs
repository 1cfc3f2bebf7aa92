// Two people and a key: registering, keys, an invitation taken up, roles, and the way out.
// node people.mjs <address of a server with accounts that only the first may make> <folder for pictures>
import { strict as assert } from 'node:assert';
import { open, refuseSidewaysScrolling } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const SIZES = [
  { name: 'phone', width: 360, height: 740 },
  { name: 'desk', width: 1440, height: 900 },
];
// A browser says of each refused request what this story asks for on purpose.
const meant = (fault) => /status of (400|401|403|404|409)/.test(fault);

const owner = await open({ url, folder });
await owner.page.goto(url);
await owner.page.getByRole('radio', { name: 'New here' }).check();
await register(owner.page, 'Ada Owner', 'ada@example.org');
await owner.page.getByRole('link', { name: 'Armillary, start page' }).waitFor();

const key = await makeKey(owner.page);
await picture(owner, 'account');
const script = await fetch(`${url}/api/auth/me`, { headers: { 'X-API-Key': key } });
assert.equal((await script.json()).name, 'Ada Owner');

const withKey = await open({ url, folder });
await withKey.page.goto(url);
await withKey.page.getByRole('radio', { name: 'API key' }).check();
await withKey.page.locator('input[type=password]').fill(key);
await withKey.page.getByRole('button', { name: 'Sign in' }).click();
await withKey.page.getByRole('link', { name: 'Armillary, start page' }).waitFor();
await withKey.page.goto(`${url}/account`);
await withKey.page.getByText('a key that may read').waitFor();
assert.equal(await withKey.page.getByRole('button', { name: 'New key' }).count(), 0);

await owner.page.getByRole('button', { name: 'Revoke from a script' }).click();
await owner.page.getByRole('button', { name: 'Revoke key' }).click();
await owner.page.getByText('No key yet').waitFor();
await withKey.page.goto(url);
await withKey.page.getByRole('heading', { name: 'Sign in' }).waitFor();

await owner.page.goto(`${url}/workspace`);
await owner.page.getByLabel('Email').fill('bob@example.org');
await owner.page.getByRole('radio', { name: 'Editor' }).check();
await owner.page.getByRole('button', { name: 'Invite' }).click();
const address = await owner.page.getByLabel('Send this address to bob@example.org').inputValue();
await picture(owner, 'workspace-invited');

const guest = await open({ url, folder });
await guest.page.goto(address);
await guest.page.getByText('You were invited').waitFor();
await guest.shoot('join-sign-in');
await guest.page.getByRole('radio', { name: 'New here' }).check();
await register(guest.page, 'Bob Guest', 'bob@example.org');
await guest.page.getByRole('heading', { name: 'An invitation' }).waitFor();
await picture(guest, 'join');
await guest.page.getByRole('button', { name: 'Join' }).click();
await guest.page.getByRole('heading', { name: 'Train a model' }).waitFor();
await guest.page.goto(`${url}/workspace`);
await guest.page.getByText('You are an editor.').waitFor();
assert.equal(await guest.page.getByRole('heading', { name: 'Invitations' }).count(), 0);

// The owner's page has heard of it without being loaded again.
await owner.page.getByText('bob@example.org').first().waitFor();
await owner.page.getByText('No open invitation').waitFor();
await owner.page.getByLabel('Role of Bob Guest').selectOption('viewer');
await guest.page.getByText('You are a viewer.').waitFor();
await owner.page.getByLabel('Role of Ada Owner').selectOption('viewer');
await owner.page.getByText('A workspace needs an owner').waitFor();
await picture(owner, 'workspace-members');
await owner.page.getByRole('button', { name: 'Remove Bob Guest' }).click();
await owner.page.getByRole('button', { name: 'Remove member' }).click();
await owner.page.getByText('bob@example.org', { exact: true }).waitFor({ state: 'detached' });
// The guest stands in a workspace of their own again, without a reload.
await guest.page.getByRole('heading', { name: "Bob Guest's workspace" }).waitFor();

// An invitation is good once.
await guest.page.goto(address);
await guest.page.getByRole('button', { name: 'Join' }).click();
await guest.page.getByText('was taken up or has run out').waitFor();

for (const one of [owner, withKey, guest]) {
  assert.deepEqual(one.faults.filter((fault) => !meant(fault)), []);
  await one.close();
}
console.log('ok');

async function register(page, name, email) {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
}

async function makeKey(page) {
  await page.getByRole('button', { name: 'Account of Ada Owner' }).click();
  await page.getByRole('button', { name: 'Keys and password' }).click();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill('from a script');
  await page.getByLabel('May').selectOption('read');
  await page.getByRole('button', { name: 'Make key' }).click();
  return page.getByLabel('Your new key').inputValue();
}

async function picture({ page, shoot }, name) {
  for (const { name: window, ...size } of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await refuseSidewaysScrolling(page, `${name} on a ${window}`);
      await shoot(`${name}-${window}-${colorScheme}`);
    }
  }
}
