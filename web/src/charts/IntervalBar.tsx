import styles from './IntervalBar.module.css';

interface IntervalBarProps {
  /** For those who do not see it. */
  label: string;
  /** All between 0 and 1, along the bar. */
  low: number;
  high: number;
  value: number;
  /** A line to hold it against. */
  mark: number | null;
}

/** A value with the interval that holds it. */
export function IntervalBar({ label, low, high, value, mark }: IntervalBarProps) {
  return (
    <span className={styles.bar} role="img" aria-label={label} title={label}>
      {mark !== null && <span className={styles.mark} style={{ left: `${mark * 100}%` }} />}
      <span className={styles.span} style={{ left: `${low * 100}%`, width: `${Math.max(0, high - low) * 100}%` }} />
      <span className={styles.value} style={{ left: `${value * 100}%` }} />
    </span>
  );
}
