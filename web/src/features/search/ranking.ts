import type { Trial, TrialState } from '../../api/search-answers';

const STAGES: Record<TrialState, number> = { complete: 0, cut: 1, pruned: 1, paused: 1, running: 2, failed: 3 };

/** Trials by rank: finished ones first, the best of them on top; of equals the cheaper one. */
export function rankTrials(trials: readonly Trial[], isGreaterBetter: boolean): Trial[] {
  const worth = (trial: Trial) => (trial.value === null ? -Infinity : isGreaterBetter ? trial.value : -trial.value);
  return [...trials].sort(
    (one, other) =>
      STAGES[one.state] - STAGES[other.state] ||
      compare(worth(other), worth(one)) ||
      (one.cost_s ?? 0) - (other.cost_s ?? 0) ||
      one.number - other.number,
  );
}

/** The value of each finished trial, and the best until then. */
export function historyOf(trials: readonly Trial[], isGreaterBetter: boolean) {
  const steps: number[] = [];
  const values: (number | null)[] = [];
  const best: (number | null)[] = [];
  for (const { number, state, value } of trials) {
    if (state !== 'complete' || value === null) continue;
    const before = best.at(-1) ?? value;
    steps.push(number);
    values.push(value);
    best.push(isGreaterBetter ? Math.max(before, value) : Math.min(before, value));
  }
  return { steps, values, best };
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
