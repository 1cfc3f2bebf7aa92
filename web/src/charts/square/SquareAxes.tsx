import { SIZE, xOf, yOf, type SquareScale, type Tick } from './scale';
import styles from './square.module.css';

interface SquareAxesProps {
  scale: SquareScale;
  along: readonly Tick[];
  up: readonly Tick[];
  xLabel: string;
  yLabel: string;
  /** Where the drawing begins, left of the square. */
  left: number;
}

/** The grid of a square chart, with what its axes say. */
export function SquareAxes({ scale, along, up, xLabel, yLabel, left }: SquareAxesProps) {
  return (
    <>
      {up.map(({ value, text }) => (
        <g key={value} className={styles.grid}>
          <line x1="0" x2={SIZE} y1={yOf(scale, value)} y2={yOf(scale, value)} />
          <text x="-4" y={yOf(scale, value) + 3} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {along.map(({ value, text }) => (
        <g key={value} className={styles.grid}>
          <line y1="0" y2={SIZE} x1={xOf(scale, value)} x2={xOf(scale, value)} />
          <text x={xOf(scale, value)} y={SIZE + 13} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      <text className={styles.axis} x={SIZE / 2} y={SIZE + 27} textAnchor="middle">
        {xLabel}
      </text>
      <text className={styles.axis} transform={`translate(${8 - left} ${SIZE / 2}) rotate(-90)`} textAnchor="middle">
        {yLabel}
      </text>
    </>
  );
}
