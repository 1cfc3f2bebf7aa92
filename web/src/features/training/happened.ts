import type { TimelineEntry } from '../../api/steering';
import { formatCount, formatName, formatNumber } from '../../lib/format';
import { isNumber, isRecord, isString } from '../../lib/guards';
import { parameterInWords, valueInWords } from '../../lib/parameter-words';
import type { Field } from '../../lib/schema/fields';
import { inheritedIn } from './inherited';

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
  failed: 'Failed',
};

/** What happened, in a sentence without its subject: the page names who did it before. `fields` name the parameters. */
export function sentenceOf({ what, details }: TimelineEntry, fields: readonly Field[] = []): string {
  const value = (given: unknown) => valueInWords(isString(details.name) ? details.name : '', given, fields);
  switch (what) {
    case 'parameter_asked':
      return `asked for ${nameIn(details, fields)} ${value(details.value)}`;
    case 'parameter_changed':
      return `changed ${nameIn(details, fields)} from ${value(details.from)} to ${value(details.to)}`;
    case 'left_undone':
      return details.wanted === 'keeping'
        ? 'asked to keep this moment, but the run ended first'
        : `asked for ${nameIn(details, fields)} ${value(details.value)}, but the run ended before its next step`;
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
    case 'completed':
      return inheritedIn(details) === null ? 'Completed' : 'Completed; its best is from before it went on';
    case 'stopped': {
      const kept = inheritedIn(details) === null ? 'its best was kept' : 'its best was kept, which is from before it went on';
      return details.is_kept === false ? 'Stopped before there was anything to keep' : `Stopped; ${kept}`;
    }
    case 'continued':
      return isString(details.child) ? 'continued it as a new run' : 'continued another run with this one';
    case 'branched':
      return isString(details.child) ? 'branched a new run from it' : 'branched it from another run';
    default:
      return PLAIN[what] ?? formatName(what);
  }
}

const SPOKEN = new Set(['parameter_changed', 'left_undone', 'checkpoint_kept', 'checkpoint_refused', 'checkpoint_deleted']);

/** What is read out of a timeline: the newest thing that came of a wish. What its state says by itself is not. */
export function spokenOf(entries: readonly TimelineEntry[], fields: readonly Field[] = []): string {
  const last = entries.findLast(({ what }) => SPOKEN.has(what));
  if (last === undefined) return '';
  const said = sentenceOf(last, fields);
  return last.by === null ? said : `${last.by.name} ${said}`;
}

/** The run that came of this one, or that it came from, where the fact speaks of one. */
export function relativeIn({ details }: TimelineEntry): string | null {
  if (isString(details.child)) return details.child;
  return isString(details.parent) ? details.parent : null;
}

/** The trial of a search whose values a run has: where to look at it, and its name. */
export function trialIn(entries: readonly TimelineEntry[]): { to: string; name: string } | null {
  const details = entries.find(({ what }) => what === 'created')?.details ?? {};
  const { search, trial, name } = details;
  if (!isString(search) || !isNumber(trial)) return null;
  return { to: `/search/${search}`, name: `trial ${trial} of ${isString(name) ? name : 'a search'}` };
}

/** Why the run ended before its last step, where it did so by itself; null where it did not. */
export function whyEarly(entries: readonly TimelineEntry[], unit: string): string | null {
  const last = entries.findLast(({ what }) => what === 'early_stopped' || what === 'time_budget_reached' || what === 'retried');
  if (last === undefined || last.what === 'retried') return null;
  if (last.what === 'early_stopped') return isString(last.details.why) ? last.details.why : 'It stopped by itself.';
  const budget = isNumber(last.details.seconds) ? `Its time of ${formatNumber(last.details.seconds)} s was over` : 'Its time was over';
  return last.step === 0 || last.step === null
    ? `${budget} before the first ${unit} had ended: the model has learned next to nothing. Give it more time, or fewer rows.`
    : `${budget} after ${unit} ${formatCount(last.step)}; the best until then was kept.`;
}

/** For how long the run stood still since it was last begun anew, in seconds; `now` in milliseconds. */
export function secondsPaused(entries: readonly TimelineEntry[], now: number): number {
  let since: number | null = null;
  let sum = 0;
  for (const { what, time } of entries) {
    if (what === 'retried') [since, sum] = [null, 0];
    else if (what === 'paused') since ??= Date.parse(time);
    else if (since !== null && ENDS_PAUSE.has(what)) {
      sum += Date.parse(time) - since;
      since = null;
    }
  }
  return (sum + (since === null ? 0 : Math.max(0, now - since))) / 1000;
}

const ENDS_PAUSE = new Set(['resumed', 'stopping', 'stopped', 'failed']);
const MARKED = new Set(['parameter_changed', 'checkpoint_kept', 'went_on', 'began_anew', 'early_stopped']);

/** The steps of a curve at which something happened that may have changed it. */
export function marksOf(entries: readonly TimelineEntry[], fields: readonly Field[] = []): { step: number; label: string }[] {
  return entries.flatMap((entry) =>
    entry.step !== null && entry.step > 0 && MARKED.has(entry.what)
      ? [{ step: entry.step, label: sentenceOf(entry, fields) }]
      : [],
  );
}

function nameIn(details: Record<string, unknown>, fields: readonly Field[]): string {
  return isString(details.name) ? parameterInWords(details.name, fields) : 'a value';
}

function keptName(details: Record<string, unknown>): string {
  const kept = details.checkpoint;
  return isRecord(kept) && isString(kept.name) ? kept.name : 'this moment';
}
