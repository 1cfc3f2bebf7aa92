import { ticks } from '../export/ticks';
import type { Middle } from '../PairedBoxes';
import styles from './large.module.css';

interface BoxesChartProps {
  label: string;
  a: Middle | null;
  b: Middle | null;
  format: (value: number) => string;
}

const WIDE = 640;
const ROW = 70;
const TOP = 18;

/** The middle halves of two selections on one axis, with their medians in figures. */
export function BoxesChart({ label, a, b, format }: BoxesChartProps) {
  const ends = [a, b].flatMap((one) => (one === null ? [] : [one.low, one.high]));
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const span = most - least;
  const at = (value: number) => (span > 0 ? 20 + ((WIDE - 40) * (value - least)) / span : WIDE / 2);
  return (
    <figure className={styles.figure}>
      <svg viewBox={`-30 -8 ${WIDE + 50} ${2 * ROW + 44}`} className={styles.chart} role="img" aria-label={label}>
        {ticks(least, most, 4).map((value) => (
          <g key={value}>
            <line className={styles.grid} x1={at(value)} x2={at(value)} y1="0" y2={2 * ROW} />
            <text x={at(value)} y={2 * ROW + 20} textAnchor="middle">
              {format(value)}
            </text>
          </g>
        ))}
        {[a, b].map((one, side) => (
          <g key={side} data-side={side === 0 ? 'a' : 'b'} className={styles.side} transform={`translate(0 ${side * ROW + TOP})`}>
            <text x="-12" y="24" textAnchor="end">
              {side === 0 ? 'A' : 'B'}
            </text>
            {one === null ? (
              <text x={WIDE / 2} y="24" textAnchor="middle">
                no values
              </text>
            ) : (
              <>
                <rect className={styles.box} x={at(one.low)} width={Math.max(2, at(one.high) - at(one.low))} height="34" rx="3" />
                <line className={styles.median} x1={at(one.middle)} x2={at(one.middle)} y1="-3" y2="37" />
                <text x={at(one.middle)} y="-7" textAnchor="middle">
                  {format(one.middle)}
                </text>
              </>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
