// Every page, narrow and wide, light and dark: no errors, nothing wider than its window.
// node gallery.mjs <address> <folder for pictures>
import { strict as assert } from 'node:assert';
import { ask, open, refuseSidewaysScrolling } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
// Each is opened in one colour scheme and changes to the other, as where the evening comes.
const WINDOWS = [
  { name: 'phone', width: 360, height: 740, schemes: ['light', 'dark'] },
  { name: 'desk', width: 1440, height: 900, schemes: ['dark', 'light'] },
  { name: 'wall', width: 3840, height: 2160, schemes: ['light'] },
];

for (const { name, width, height, schemes } of WINDOWS) {
  const [scheme] = schemes;
  const { page, faults, shoot, close } = await open({ url, folder, width, height, scheme });
  for (const [title, path] of await pages(page)) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(url + path);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle');
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await refuseSidewaysScrolling(page, `${title} (${name}, ${colorScheme})`);
      await shoot(`${title}-${name}-${colorScheme}`);
    }
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
