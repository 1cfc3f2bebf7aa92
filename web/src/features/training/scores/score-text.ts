import type { ScoreLine } from '../../../api/scores';

export interface Placed {
  low: number;
  high: number;
  value: number;
  /** Where the baseline lies; null where there is none. */
  mark: number | null;
}

/**
 * Where an interval lies between the ends of its score: 0 to 1 each; null without an interval. Errors have
 * no upper end, so that they are held against the largest of what stands beside them.
 */
export function placeOf({ low, high, value, baseline, one_column: column, minimum, maximum }: ScoreLine): Placed | null {
  if (low === null || high === null || value === null) return null;
  const beside = [low, high, baseline ?? 0, column ?? 0, 0];
  const least = minimum ?? Math.min(...beside);
  const most = maximum ?? Math.max(...beside);
  if (most <= least) return null;
  const at = (number: number) => Math.min(1, Math.max(0, (number - least) / (most - least)));
  return { low: at(low), high: at(high), value: at(value), mark: baseline == null ? null : at(baseline) };
}

/** Whether a score is surely better than what a baseline gives: the whole interval is beyond it. */
export function beats({ low, high, better }: ScoreLine, baseline: number | null | undefined): boolean | null {
  if (low === null || high === null || baseline === null || baseline === undefined) return null;
  if (better === 'higher') return low > baseline;
  return better === 'lower' ? high < baseline : null;
}
