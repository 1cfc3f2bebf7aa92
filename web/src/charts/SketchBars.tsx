import { barHeights } from './bins';
import styles from './Histogram.module.css';

interface SketchBarsProps {
  label: string;
  counts: readonly number[];
  whole?: readonly number[] | null | undefined;
}

/** A distribution in the size of a thumbnail. */
export function SketchBars({ label, counts, whole }: SketchBarsProps) {
  const tallest = Math.max(...counts, ...(whole ?? []), 0);
  const draw = (values: readonly number[]) =>
    barHeights(values, tallest)
      .map((height, bin) => `M${bin + 0.06} 1V${1 - height}h.88V1z`)
      .join('');
  return (
    <svg
      viewBox={`0 0 ${Math.max(1, counts.length)} 1`}
      preserveAspectRatio="none"
      width="100%"
      height="100%"
      role="img"
      aria-label={label}
    >
      {whole && <path d={draw(whole)} className={styles.whole} />}
      <path d={draw(counts)} className={styles.counts} />
    </svg>
  );
}
