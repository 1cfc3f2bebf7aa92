import { formatNumber } from '../lib/format';
import styles from './CellValue.module.css';

/** A value of a table; a missing one is told apart from an empty text and from the word "null". */
export function CellValue({ value }: { value: null | boolean | number | string | undefined }) {
  if (value === null || value === undefined) return <span className={styles.missing}>missing</span>;
  if (value === '') return <span className={styles.missing}>empty text</span>;
  if (typeof value === 'number') return <span title={String(value)}>{formatNumber(value)}</span>;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return <span title={value.length > 40 ? value : undefined}>{value}</span>;
}
