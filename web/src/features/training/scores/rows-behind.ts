import type { CalibrationBin, RunScores, ScoreLine } from '../../../api/scores';
import { formatNumber, formatShare } from '../../../lib/format';
import type { RowChoice } from './queries';
import { rowsMeasured } from './rows-described';

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

/** The rows that count as of a class from a probability on, which are behind a point of its curves. */
export function rowsFrom(of: string, least: number): RowChoice {
  return { title: `Test rows held for ${of} with ${formatNumber(least)} or more, mistakes first`, rows: { of, at_least: least } };
}

/** The same for how unusual rows are: those that are held for unusual from a score on. */
export function rowsAtScore(curves: readonly CurveOf[], onRows: (choice: RowChoice) => void) {
  return rowsAtPoint(curves, onRows, (_, least) => rowsMeasured('score', least, null));
}

/** The same for the n-th point of the n-th curve; nothing where no row counts yet. */
export function rowsAtPoint(curves: readonly CurveOf[], onRows: (choice: RowChoice) => void, choose = rowsFrom) {
  if (curves.some(({ threshold }) => threshold === undefined)) return {};
  return {
    onChoose: (line: number, point: number) => {
      const { of, threshold } = curves[line] ?? { of: '', threshold: [] };
      const least = threshold?.[point];
      if (least != null) onRows(choose(of, least));
    },
  };
}

/** The one row behind the n-th point of a chart that has a point for each. */
export function rowAt(places: readonly number[], point: number): RowChoice {
  return { title: 'The row behind this point', rows: { place: places[point] ?? 0 } };
}

/** The rows of a bin of the calibration curve, which ends where the next begins. */
export function rowsInBin(of: string | null, bins: readonly CalibrationBin[], at: number): RowChoice {
  const bin = bins[at];
  const below = bins[at + 1]?.from;
  return {
    title: `Test rows where ${of ?? 'the predicted class'} was said to be about ${formatShare(bin?.stated ?? 0)} probable`,
    rows: {
      ...(of !== null && { of }),
      ...(bin?.from !== undefined && { at_least: bin.from }),
      ...(below !== undefined && { below }),
    },
  };
}

/** The rows whose errors lie between two bounds; without an upper one all from the lower on. */
export function rowsOfErrors(low: number, high: number | null): RowChoice {
  const reach = high === null ? `${formatNumber(low)} or more` : `between ${formatNumber(low)} and ${formatNumber(high)}`;
  return { title: `Test rows whose true value less the predicted is ${reach}`, rows: { at_least: low, ...(high !== null && { below: high }) } };
}

interface CurveOf {
  of: string;
  /** From which probability on rows count at each point; older runs do not tell. */
  threshold?: readonly (number | null)[] | undefined;
}
