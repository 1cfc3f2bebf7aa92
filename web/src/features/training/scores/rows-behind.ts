import type { RunScores, ScoreLine } from '../../../api/scores';
import type { RowChoice } from './queries';

/** Scores that count what is right: behind them are the rows that are not. */
const BY_MISTAKES = new Set(['accuracy', 'balanced_accuracy', 'matthews', 'kappa']);

/** Which test rows a score hangs on; those that cost it most come first. */
export function rowsBehind({ id, of, name }: ScoreLine, kind: RunScores['kind']): RowChoice {
  if (kind === 'regression') return { title: `Test rows behind ${name ?? id}, the largest errors first`, rows: {} };
  if (of === null) {
    const isByMistakes = BY_MISTAKES.has(id) || /^(precision|recall|f1)_/.test(id);
    return isByMistakes
      ? { title: `Mistakes behind ${name ?? id}, the surest first`, rows: { only: 'wrong' } }
      : { title: `Test rows behind ${name ?? id}, the most surely wrong first`, rows: {} };
  }
  return id === 'precision'
    ? { title: `Test rows taken for ${of}, mistakes first`, rows: { predicted: of } }
    : { title: `Test rows that are ${of}, the most surely wrong first`, rows: { truth: of } };
}
