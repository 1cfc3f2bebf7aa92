import type { TimelineEntry } from '../../api/steering';
import { formatName, formatNumber } from '../../lib/format';
import { isNumber, isRecord, isString } from '../../lib/guards';

const PLAIN: Readonly<Record<string, string>> = {
  created: 'asked for it',
  started: 'Started',
  pausing: 'asked it to pause',
  paused: 'paused it',
  resumed: 'resumed it',
  interrupted: 'Its process died',
  began_anew: 'Began anew',
  stopping: 'asked it to stop',
  retried: 'had it tried again',
  completed: 'Completed',
  stopped: 'Stopped; its best was kept',
  failed: 'Failed',
};

/** What happened, in a sentence without its subject: the page names who did it before. */
export function sentenceOf({ what, details }: TimelineEntry): string {
  switch (what) {
    case 'parameter_asked':
      return `asked for ${nameIn(details)} ${valueText(details.value)}`;
    case 'parameter_changed':
      return `changed ${nameIn(details)} from ${valueText(details.from)} to ${valueText(details.to)}`;
    case 'keeping':
      return 'asked to keep this moment';
    case 'checkpoint_kept':
      return `kept “${keptName(details)}”`;
    case 'checkpoint_deleted':
      return `deleted the kept “${keptName(details)}”`;
    case 'checkpoint_refused':
      return isString(details.reason) ? details.reason : 'The moment could not be kept';
    case 'went_on':
      return details.after === 'pause' ? 'Went on where it stood' : 'Went on from its last saved state';
    case 'early_stopped':
      return isString(details.why) ? details.why : 'Stopped by itself';
    case 'time_budget_reached':
      return `Its time was over${isNumber(details.seconds) ? ` (${formatNumber(details.seconds)} s)` : ''}`;
    case 'continued':
      return isString(details.child) ? 'continued it as a new run' : 'continued another run with this one';
    case 'branched':
      return isString(details.child) ? 'branched a new run from it' : 'branched it from another run';
    default:
      return PLAIN[what] ?? formatName(what);
  }
}

/** The run that came of this one, or that it came from, where the fact speaks of one. */
export function relativeIn({ details }: TimelineEntry): string | null {
  if (isString(details.child)) return details.child;
  return isString(details.parent) ? details.parent : null;
}

/** The facts worth reading: what was asked is left out once it was done. */
export function worthReading(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const done = new Set(entries.map(({ details }) => details.asked).filter(isString));
  return entries.filter((entry, at) => {
    if (done.has(entry.id)) return false;
    return !(entry.what === 'pausing' && entries[at + 1]?.what === 'paused');
  });
}

const MARKED = new Set(['parameter_changed', 'checkpoint_kept', 'went_on', 'began_anew', 'early_stopped']);

/** The steps of a curve at which something happened that may have changed it. */
export function marksOf(entries: readonly TimelineEntry[]): { step: number; label: string }[] {
  return entries.flatMap((entry) =>
    entry.step !== null && entry.step > 0 && MARKED.has(entry.what)
      ? [{ step: entry.step, label: sentenceOf(entry) }]
      : [],
  );
}

function nameIn(details: Record<string, unknown>): string {
  return isString(details.name) ? formatName(details.name).toLowerCase() : 'a value';
}

function keptName(details: Record<string, unknown>): string {
  const kept = details.checkpoint;
  return isRecord(kept) && isString(kept.name) ? kept.name : 'this moment';
}

function valueText(value: unknown): string {
  if (isNumber(value)) return formatNumber(value);
  return isString(value) ? value : JSON.stringify(value);
}
