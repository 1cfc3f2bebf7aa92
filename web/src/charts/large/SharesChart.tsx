import { formatShare } from '../../lib/format';
import styles from './large.module.css';

interface SharesChartProps {
  label: string;
  shares: readonly { value: string; a: number; b: number }[];
}

/** How large a part of each of two selections some values are, with the shares in figures. */
export function SharesChart({ label, shares }: SharesChartProps) {
  const largest = shares.reduce((most, { a, b }) => Math.max(most, a, b), 0.001);
  return (
    <figure className={styles.figure}>
      <ul className={styles.shares} aria-label={label}>
        {shares.map(({ value, a, b }) => (
          <li key={value}>
            <span className={styles.value}>{value}</span>
            {[a, b].map((share, side) => (
              <span key={side} className={styles.share} data-side={side === 0 ? 'a' : 'b'}>
                <span>{side === 0 ? 'A' : 'B'}</span>
                <span className={styles.track}>
                  <span style={{ width: `${(100 * share) / largest}%` }} />
                </span>
                <span>{formatShare(share)}</span>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </figure>
  );
}
