import styles from './Paired.module.css';

export interface Middle {
  low: number;
  middle: number;
  high: number;
}

interface PairedBoxesProps {
  label: string;
  a: Middle | null;
  b: Middle | null;
}

/** The middle halves of two selections on one scale, their medians marked. */
export function PairedBoxes({ label, a, b }: PairedBoxesProps) {
  const ends = [a, b].flatMap((one) => (one === null ? [] : [one.low, one.high]));
  const least = Math.min(...ends);
  const span = Math.max(...ends) - least;
  const at = (value: number) => (span > 0 ? 6 + (88 * (value - least)) / span : 50);
  return (
    <svg className={styles.boxes} viewBox="0 0 100 36" preserveAspectRatio="none" role="img" aria-label={label}>
      {[a, b].map((one, side) => {
        const top = side === 0 ? 2 : 20;
        if (one === null) return null;
        const left = at(one.low);
        return (
          <g key={side} className={side === 0 ? styles.a : styles.b}>
            <line x1="0" x2="100" y1={top + 7} y2={top + 7} className={styles.rail} />
            <rect x={left} y={top} width={Math.max(1, at(one.high) - left)} height="14" rx="1.5" className={styles.box} />
            <line x1={at(one.middle)} x2={at(one.middle)} y1={top - 1} y2={top + 15} className={styles.median} />
          </g>
        );
      })}
    </svg>
  );
}
