import { formatCount, formatName, formatNumber } from '../../../../lib/format';
import { isNumber } from '../../../../lib/guards';
import { isLowerBetter } from '../../../../lib/metrics';
import { parameterText } from '../../../../lib/parameter-text';
import type { Sweep, SweepStop, SweepValue } from '../../sweep';

const SEEDS = 3;

/** A value of a parameter as people read it. */
export function nameOf({ value }: SweepValue): string {
  return isNumber(value) ? formatNumber(value) : parameterText(value);
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The place of the best value, and of those whose spread reaches into its own: they cannot be told from it. */
export function bestOf({ metric, values }: Sweep): { best: number | null; tied: ReadonlySet<number> } {
  const sign = isLowerBetter(metric) ? -1 : 1;
  const judged = values.flatMap(({ validation, low, high }, at) =>
    validation === null ? [] : [{ at, worth: sign * validation, low: low ?? validation, high: high ?? validation }],
  );
  const best = judged.reduce<(typeof judged)[number] | null>((held, one) => (held === null || one.worth > held.worth ? one : held), null);
  if (best === null) return { best: null, tied: new Set() };
  const tied = judged.filter((one) => one !== best && one.low <= best.high && one.high >= best.low);
  return { best: best.at, tied: new Set(tied.map(({ at }) => at)) };
}

/** What the chart rests on, in sentences. */
export function aboutSweep(sweep: Sweep, end: SweepEnd): string {
  const { metric, rows, ofRows, isWhole } = sweep;
  const where = `${formatName(metric)} on ${formatCount(rows)} of ${formatCount(ofRows)} rows, all else as in the form`;
  const how = 'each value learned with three seeds, whose spread is shaded';
  const open = { going: ' (more come)', stopped: ' (stopped before all were tried)', over: '' }[end];
  const other = rows < ofRows ? ' On the whole table the best value may be another.' : '';
  return `${where}; ${how}${isWhole ? '' : open}.${cutOf(sweep)}${isWhole || end !== 'over' ? '' : missedOf(sweep)}${other}`;
}

/** How a sweep ended: not yet, by somebody, or by itself. */
export type SweepEnd = 'going' | 'stopped' | 'over';

/** Where a training was stopped, for the row of its value. */
export function stopText({ step, total, unit }: SweepStop): string {
  return `stopped at ${unit} ${formatCount(step)} of ${formatCount(total)}`;
}

function cutOf({ values, budgetS }: Sweep): string {
  const cut = values.filter(({ stopped }) => stopped !== null).length;
  if (cut === 0) return '';
  const of = budgetS === null ? 'time' : `${formatNumber(budgetS)} seconds`;
  const which = cut === 1 ? 'One value was stopped when its share' : `${formatCount(cut)} values were stopped when their shares`;
  return ` ${which} of the ${of} ${cut === 1 ? 'was' : 'were'} over, and stand${cut === 1 ? 's' : ''} at the best until then: learned to the end it may be better.`;
}

function missedOf({ values, budgetS }: Sweep): string {
  const few = values.filter(({ problem, seeds }) => problem === null && seeds < SEEDS).length;
  if (few === 0) return '';
  const time = budgetS === null ? 'The time was' : `The ${formatNumber(budgetS)} seconds were`;
  return ` ${time} over before ${formatCount(few)} of ${formatCount(values.length)} values had all three seeds; the spread of one seed is not known.`;
}
