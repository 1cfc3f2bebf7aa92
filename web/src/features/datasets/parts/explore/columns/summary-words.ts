import type { ColumnSummary } from '../../../../../api/table';
import type { Cell } from '../../../../../api/types';
import { formatCount, formatNumber, formatShare } from '../../../../../lib/format';
import { familyOf } from '../look/operators';

/** Rows of which a column says something, those without a value too. */
export function rowsIn({ non_null_count: filled, null_count: missing }: ColumnSummary): number {
  return filled + missing;
}

export function missingShare(summary: ColumnSummary): number {
  const rows = rowsIn(summary);
  return rows === 0 ? 0 : summary.null_count / rows;
}

/** What deserves a look in a column, each in a word with its count. */
export function oddities(summary: ColumnSummary): { words: string; hint: string }[] {
  const { nan_count: nan, infinite_count: infinite, empty_count: empty, numbers } = summary;
  const outliers = numbers?.outlier_count ?? 0;
  return [
    { count: nan, word: 'NaN', hint: 'not a number' },
    { count: infinite, word: '∞', hint: 'infinite numbers' },
    { count: empty, word: 'empty', hint: 'empty texts' },
    { count: outliers, word: 'outliers', hint: 'beyond one and a half times the middle half' },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, word, hint }) => ({ words: `${formatCount(count)} ${word}`, hint }));
}

export function distinctWords({ unique_count: distinct, is_approximate: isApproximate }: ColumnSummary): string {
  return `${isApproximate ? '≈ ' : ''}${formatCount(distinct)}`;
}

export function missingWords(summary: ColumnSummary): string {
  const { null_count: missing } = summary;
  return missing === 0 ? 'none' : `${formatCount(missing)} (${formatShare(missingShare(summary))})`;
}

const DAY_S = 86_400;

/** How far apart the values of a column lie that have none between them; 0 where there is always one. */
export function stepOf(dtype: string): number {
  if (/^int\d*$/i.test(dtype)) return 1;
  return familyOf(dtype) === 'date' ? DAY_S : 0;
}

/** An edge of a histogram's bin: a number, or the date that it stands for. */
export function edgeWords(edge: number, dtype: string): string {
  const family = familyOf(dtype);
  if (family !== 'date' && family !== 'moment') return formatNumber(edge);
  return edgeMoment(edge, dtype).replace('T', ' ').slice(0, family === 'date' ? 10 : 16);
}

/** The same as a condition compares it. Times are counted in seconds since 1970. */
export function edgeMoment(edge: number, dtype: string): string {
  const time = new Date(edge * 1000).toISOString();
  return familyOf(dtype) === 'date' ? time.slice(0, 10) : time.slice(0, 19);
}

export function valueWords(value: Cell): string {
  if (value === null) return 'missing';
  return value === '' ? 'empty text' : String(value);
}
