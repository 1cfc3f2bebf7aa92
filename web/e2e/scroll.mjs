// How much the page works for each frame while a table is scrolled through fast; one line of JSON.
// node scroll.mjs <address> <id of a dataset> [seconds]
import { open } from './browser.mjs';
import { percentile, record, workPerFrame } from './trace.mjs';

const [url, dataset, seconds = '4'] = process.argv.slice(2);
const { page, faults, close } = await open({ url, folder: 'artifacts' });
await page.goto(`${url}/data/${dataset}`);
const grid = page.getByRole('grid');
await grid.getByRole('row').nth(5).waitFor();
await page.waitForLoadState('networkidle');

const ways = {
  // A wheel turned fast: rows that are there, and some that come.
  wheel: () => everyFrame((box) => box.dispatchEvent(new WheelEvent('wheel', { deltaY: 400, cancelable: true })) && (box.scrollTop += 400)),
  // The scroll bar dragged from end to end: rows that only fly past.
  bar: () => everyFrame((box, done) => (box.scrollTop = done * (box.scrollHeight - box.clientHeight))),
  // Sideways, through the columns.
  sideways: () => everyFrame((box, done) => (box.scrollLeft = (1 - Math.cos(done * 20)) * 0.5 * (box.scrollWidth - box.clientWidth))),
};

const found = {};
for (const [name, way] of Object.entries(ways)) {
  const frames = workPerFrame(await record(page, way));
  found[name] = {
    frames: frames.length,
    p50: percentile(frames, 0.5),
    p95: percentile(frames, 0.95),
    most: Math.max(...frames),
  };
}
await close();
if (faults.length > 0) throw new Error(faults.join('\n'));
console.log(JSON.stringify(found));

/** As far each frame as in so many seconds of sixty frames: a busy machine makes no longer steps. */
function everyFrame(step) {
  return grid.evaluate(
    (box, [source, frames]) =>
      new Promise((resolve) => {
        const act = new Function(`return ${source}`)();
        let frame = 0;
        const next = () => {
          if (frame >= frames) return resolve();
          act(box, frame / frames);
          frame += 1;
          requestAnimationFrame(next);
        };
        next();
      }),
    [step.toString(), Number(seconds) * 60],
  );
}
