import type { RunScores, ScoreLine } from '../../../api/scores';
import { formatNumber } from '../../../lib/format';
import type { RowChoice } from './queries';

/** What is found of single rows where nothing is predicted. */
const MEASURES: Readonly<Record<string, string>> = {
  silhouette: 'Silhouette',
  score: 'Score',
  reconstruction_error: 'Reconstruction error',
  trustworthiness: 'Trustworthiness',
  same_label: 'Same label',
};

export function measureName(id: string): string {
  return MEASURES[id] ?? id;
}

/** What a group is called, or what a row was found to be. */
export function groupName(said: string): string {
  return /^\d+$/.test(said) ? `cluster ${said}` : said;
}

/** Which rows a score hangs on where nothing is predicted; those that cost it most come first. */
export function rowsBehindDescribed({ id, name }: ScoreLine, kind: RunScores['kind']): RowChoice {
  const of = name ?? id;
  switch (id) {
    case 'noise_share':
      return { title: 'Rows in no group', rows: { predicted: 'noise' } };
    case 'share_unusual':
      return { title: 'Rows beyond the threshold, the most unusual first', rows: { predicted: 'unusual' } };
    case 'adjusted_rand':
    case 'mutual_information':
      return { title: `Rows behind ${of}: another label than most of their group`, rows: { only: 'wrong' } };
    case 'auc':
    case 'average_precision':
      return { title: `Rows behind ${of}, the most unusual first`, rows: {} };
    case 'explained_variance':
      return { title: `Rows behind ${of}, the largest reconstruction errors first`, rows: { of: 'reconstruction_error' } };
    case 'reconstruction_error':
    case 'trustworthiness':
    case 'same_label':
      return { title: `Rows behind ${of}, the worst first`, rows: { of: id } };
    default:
      return { title: kind === 'clustering' ? `Rows behind ${of}, those that sit worst in their group first` : `Rows behind ${of}`, rows: {} };
  }
}

/** The rows of a group, those first that sit worst in it. */
export function rowsOfGroup(said: string): RowChoice {
  return { title: `Rows of ${groupName(said)}, those that sit worst in it first`, rows: { predicted: said } };
}

/** The rows whose measure lies between two bounds; null is no bound. */
export function rowsMeasured(of: string, low: number | null, high: number | null): RowChoice {
  const name = measureName(of);
  const reach =
    low === null && high === null
      ? 'is whatever it is'
      : high === null
        ? `is ${formatNumber(low ?? 0)} or more`
        : low === null
          ? `is below ${formatNumber(high)}`
          : `lies between ${formatNumber(low)} and ${formatNumber(high)}`;
  return { title: `Rows whose ${name.toLowerCase()} ${reach}`, rows: { of, ...(low !== null && { at_least: low }), ...(high !== null && { below: high }) } };
}
