import { formatCount, formatName, formatNumber } from '../../../../lib/format';
import { isNumber } from '../../../../lib/guards';
import { isLowerBetter } from '../../../../lib/metrics';
import { parameterText } from '../../../../lib/parameter-text';
import type { Sweep, SweepValue } from '../../sweep';

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
export function aboutSweep({ metric, rows, ofRows, isWhole }: Sweep, isOver: boolean): string {
  const where = `${formatName(metric)} on ${formatCount(rows)} of ${formatCount(ofRows)} rows, all else as in the form`;
  const how = 'each value learned with three seeds, whose spread is shaded';
  const end = isWhole ? '' : isOver ? ' (ended before all were tried)' : ' (more come)';
  const other = rows < ofRows ? ' On the whole table the best value may be another.' : '';
  return `${where}; ${how}${end}.${other}`;
}
