// Every page, narrow and wide, light and dark: no errors, nothing wider than its window.
// node gallery.mjs <address> <folder for pictures>
import { strict as assert } from 'node:assert';
import { ask, open, refuseSidewaysScrolling } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const WINDOWS = [
  { name: 'phone', width: 360, height: 740, scheme: 'light' },
  { name: 'phone-dark', width: 360, height: 740, scheme: 'dark' },
  { name: 'desk', width: 1440, height: 900, scheme: 'light' },
  { name: 'desk-dark', width: 1440, height: 900, scheme: 'dark' },
  { name: 'wall', width: 3840, height: 2160, scheme: 'light' },
];

for (const { name, ...size } of WINDOWS) {
  const { page, faults, shoot, close } = await open({ url, folder, ...size });
  for (const [title, path] of await pages(page)) {
    await page.goto(url + path);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle');
    await refuseSidewaysScrolling(page, `${title} (${name})`);
    await shoot(`${title}-${name}`);
  }
  await close();
  assert.deepEqual(faults, [], name);
  console.log(`ok ${name}`);
}

async function pages(page) {
  await page.goto(url);
  const [dataset] = (await ask(page, '/api/datasets')).items;
  const [run] = (await ask(page, '/api/training')).sessions;
  const [model] = (await ask(page, '/api/models')).items;
  return [
    ['train', '/'],
    ['data', '/data'],
    ...(dataset ? [['dataset', `/data/${dataset.id}`]] : []),
    ...(dataset ? ['columns', 'compare', 'overview'].map((view) => [view, `/data/${dataset.id}?view=${view}`]) : []),
    ...(run ? [['run', `/runs/${run.session_id}`]] : []),
    ['jobs', '/jobs'],
    ['models', '/models'],
    ...(model ? [['model', `/models/${model.id}`]] : []),
    ['lost', '/there-is-no-such-page'],
  ];
}
