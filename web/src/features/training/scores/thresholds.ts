import type { Thresholds } from '../../../api/scores';

export interface AtThreshold {
  /** The one that was counted at, of the many that were. */
  threshold: number;
  found: number;
  missed: number;
  wrong: number;
  recall: number;
  /** Null where no row is said to be of the class. */
  precision: number | null;
}

/** What comes of calling every row with at least this probability one of the class. */
export function atThreshold(thresholds: Thresholds, threshold: number): AtThreshold {
  const last = thresholds.threshold.length - 1;
  return counted(thresholds, Math.min(last, Math.max(0, Math.round(threshold * last))));
}

/** The threshold at which mistakes cost least; of several the lowest. */
export function cheapest(thresholds: Thresholds, missedCost: number, wrongCost: number): { threshold: number; cost: number } {
  let best = { threshold: 0, cost: Infinity };
  thresholds.threshold.forEach((threshold, at) => {
    const { missed, wrong } = counted(thresholds, at);
    const cost = missed * missedCost + wrong * wrongCost;
    if (cost < best.cost) best = { threshold, cost };
  });
  return best;
}

function counted({ threshold, true_positives: hits, false_positives: alarms, positives }: Thresholds, at: number): AtThreshold {
  const found = hits[at] ?? 0;
  const wrong = alarms[at] ?? 0;
  return {
    threshold: threshold[at] ?? 0,
    found,
    wrong,
    missed: positives - found,
    recall: positives === 0 ? 0 : found / positives,
    precision: found + wrong === 0 ? null : found / (found + wrong),
  };
}
