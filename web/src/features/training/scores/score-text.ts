import type { ScoreLine } from '../../../api/scores';
import { formatNumber, formatShare } from '../../../lib/format';

/** Scores between 0 and 1 are read as shares, all others as numbers. */
export function scoreText(line: Pick<ScoreLine, 'minimum' | 'maximum'>, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return isShare(line) ? formatShare(Math.round(value * 1000) / 1000) : formatNumber(value);
}

export function isShare({ minimum, maximum }: Pick<ScoreLine, 'minimum' | 'maximum'>): boolean {
  return minimum === 0 && maximum === 1;
}

/** Where an interval lies between the ends of its score: 0 to 1 each; null where it has no ends. */
export function placeOf({ low, high, value, minimum, maximum }: ScoreLine): { low: number; high: number; value: number } | null {
  if (low === null || high === null || value === null) return null;
  const least = minimum ?? null;
  const most = maximum ?? null;
  if (least === null || most === null) return null;
  const at = (number: number) => Math.min(1, Math.max(0, (number - least) / (most - least)));
  return { low: at(low), high: at(high), value: at(value) };
}

/** Whether a score is surely better than what a baseline gives: the whole interval is beyond it. */
export function beats({ low, high, better }: ScoreLine, baseline: number | null | undefined): boolean | null {
  if (low === null || high === null || baseline === null || baseline === undefined) return null;
  if (better === 'higher') return low > baseline;
  return better === 'lower' ? high < baseline : null;
}
