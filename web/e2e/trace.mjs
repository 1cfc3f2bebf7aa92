// What the page's main thread does in each frame, out of a Chromium trace.

const WORK = new Set([
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'TimerFire',
  'RunMicrotasks',
  'EvaluateScript',
  'MajorGC',
  'MinorGC',
  'UpdateLayoutTree',
  'Layout',
]);

/** Record a trace while something is done; give its events. */
export async function record(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const categories = ['devtools.timeline', 'v8', 'disabled-by-default-devtools.timeline'].join();
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories });
  await act();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  return events;
}

/**
 * Milliseconds of scripting, style and layout for each frame that was drawn. It is the processor's
 * time of the page's main thread: what other programs of a busy machine take does not count.
 */
export function workPerFrame(events) {
  const main = mainThread(events);
  const mine = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const ends = timesOf(mine, 'Commit');
  const frames = new Array(ends.length).fill(0);
  for (const { ts, tdur } of outermost(mine.filter(({ name, ph }) => ph === 'X' && WORK.has(name)))) {
    const frame = ends.findIndex((end) => ts <= end);
    if (frame >= 0) frames[frame] += tdur / 1000;
  }
  return frames;
}

function timesOf(events, wanted) {
  return events.filter(({ name }) => name === wanted).map(({ ts }) => ts).sort((one, other) => one - other);
}

/** The events that lie in no other one: their time holds that of those inside. */
function outermost(events) {
  const kept = [];
  let end = -1;
  for (const event of [...events].sort((one, other) => one.ts - other.ts || other.dur - one.dur)) {
    if (event.ts < end) continue;
    kept.push(event);
    end = event.ts + event.dur;
  }
  return kept;
}

function mainThread(events) {
  const counts = new Map();
  for (const { name, pid, tid } of events) {
    if (name !== 'FireAnimationFrame') continue;
    const key = `${pid}:${tid}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [key] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? ['0:0'];
  const [pid, tid] = key.split(':').map(Number);
  return { pid, tid };
}

export function percentile(values, share) {
  const ordered = [...values].sort((one, other) => one - other);
  return ordered[Math.min(Math.floor(share * ordered.length), ordered.length - 1)] ?? 0;
}
