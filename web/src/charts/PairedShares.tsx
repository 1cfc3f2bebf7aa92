import { formatShare } from '../lib/format';
import styles from './Paired.module.css';

interface PairedSharesProps {
  label: string;
  /** The values that differ most, with their share of each selection. */
  shares: readonly { value: string; a: number; b: number }[];
}

/** How large a part of each of two selections some values are. */
export function PairedShares({ label, shares }: PairedSharesProps) {
  const largest = shares.reduce((most, { a, b }) => Math.max(most, a, b), 0.001);
  return (
    <ul className={styles.shares} aria-label={label}>
      {shares.map(({ value, a, b }) => (
        <li key={value} title={`${value}: ${formatShare(a)} of A, ${formatShare(b)} of B`}>
          <span className={styles.value}>{value}</span>
          <span className={styles.bars}>
            <span className={styles.barA} style={{ width: `${(100 * a) / largest}%` }} />
            <span className={styles.barB} style={{ width: `${(100 * b) / largest}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
