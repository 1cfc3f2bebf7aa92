import { lineColor, lineDash } from '../palette';
import { xOf, yOf, type SquareScale } from './scale';
import styles from './square.module.css';
import type { SquareLine } from './line';

interface SquareMarksProps {
  line: SquareLine;
  place: number;
  scale: SquareScale;
  /** Points without lines between them. */
  isPoints: boolean;
}

/** A line of a square chart: how it goes, how far each point may lie from there, and the points. */
export function SquareMarks({ line, place, scale, isPoints }: SquareMarksProps) {
  const { x: xs, y: ys, low, high } = line;
  return (
    <g style={{ stroke: lineColor(place), fill: lineColor(place) }}>
      {!isPoints && (
        <polyline
          className={styles.line}
          strokeDasharray={lineDash(place)}
          points={xs.map((x, one) => `${xOf(scale, x)},${yOf(scale, ys[one] ?? 0)}`).join(' ')}
        />
      )}
      {low?.map((from, one) => {
        const x = xOf(scale, xs[one] ?? 0);
        return <line key={one} className={styles.reach} x1={x} x2={x} y1={yOf(scale, from)} y2={yOf(scale, high?.[one] ?? from)} />;
      })}
      {(isPoints || low !== undefined) &&
        xs.map((x, one) => <circle key={one} className={styles.dot} cx={xOf(scale, x)} cy={yOf(scale, ys[one] ?? 0)} r={isPoints ? 1.6 : 2.4} />)}
    </g>
  );
}
