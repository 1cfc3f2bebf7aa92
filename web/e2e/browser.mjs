// A real Chromium with eyes for what must not happen: errors, requests to strangers, sideways scrolling.
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];

/** Open a page of the server; give it with its faults, seen so far, and a camera. */
export async function open({ url, folder, width = 1440, height = 1000, scheme = 'light' }) {
  const browser = await chromium.launch({
    executablePath: PROGRAMS.find((path) => existsSync(path)),
    args: FLAGS,
  });
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: scheme,
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host && !/^(data|blob):/.test(request.url()))
      faults.push(`request to a stranger: ${request.url()}`);
  });
  mkdirSync(folder, { recursive: true });
  const shoot = (name) => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  return { page, faults, shoot, close: () => browser.close() };
}

/** Play the steps of a story one after the other; the first that fails ends it with a picture, as a fault does. */
export async function play(steps, { faults, shoot, close }) {
  for (const step of steps) {
    try {
      await step();
      console.log(`ok ${step.name}`);
    } catch (error) {
      await shoot(`failed-${step.name}`);
      console.error(`failed ${step.name}: ${error.stack}\n${faults.join('\n')}`);
      await close();
      process.exit(1);
    }
  }
  await close();
  assert.deepEqual(faults, []);
}

/** Fail where the page is wider than its window. */
export async function refuseSidewaysScrolling(page, what) {
  const { wide, window } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  if (wide > window + 1) throw new Error(`${what} is ${wide} px wide in a window of ${window} px`);
}

/** Ask the page's own server, as the page does. */
export async function ask(page, path) {
  const answer = await page.request.get(path);
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}

/** Look again and again until something is so; fails after the time given. */
export async function until(what, look, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`it never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
