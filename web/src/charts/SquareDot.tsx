import type { KeyboardEvent } from 'react';
import styles from './RocChart.module.css';

interface SquareDotProps {
  x: number;
  y: number;
  size: number;
  /** Shows what is behind it; without it it cannot be pressed. */
  onPress?: () => void;
}

/** A point of a square chart, perhaps with something behind it. */
export function SquareDot({ x, y, size, onPress }: SquareDotProps) {
  if (onPress === undefined) return <circle className={styles.dot} cx={x} cy={y} r={size} />;
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPress();
  };
  return (
    <g role="button" tabIndex={0} aria-label="See the rows behind this point" className={styles.behind} onClick={onPress} onKeyDown={press}>
      <circle className={styles.around} cx={x} cy={y} r={3 * size} />
      <circle className={styles.dot} cx={x} cy={y} r={size} />
    </g>
  );
}
