import type { ReactNode } from 'react';
import { formatNumber } from '../lib/format';
import { ChartFrame } from './frame/ChartFrame';
import type { ChartTable } from './frame/ChartNumbers';
import { LineSwatch } from './LineSwatch';
import { SquareDot } from './SquareDot';
import { lineColor, lineDash } from './palette';
import styles from './RocChart.module.css';

export interface SquareLine {
  label: string;
  /** What the legend adds. */
  note?: string;
  x: readonly number[];
  y: readonly number[];
  /** Between which bounds each point lies. */
  low?: readonly number[];
  high?: readonly number[];
}

interface SquareChartProps {
  label: string;
  /** How it is to be read. */
  reads: string;
  xLabel: string;
  yLabel: string;
  lines: readonly SquareLine[];
  /** Both axes go from here … */
  least?: number;
  /** … to here. */
  most?: number;
  /** Where the upright axis ends, if it is not like the other one. */
  mostUp?: number;
  /** Asks for what is behind a point of a line; without it points cannot be pressed. */
  onChoose?: (line: number, point: number) => void;
  hasDiagonal?: boolean;
  /** Points without lines between them. */
  isPoints?: boolean;
  children?: ReactNode;
}

const SIZE = 200;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Lines or points in a square whose axes are alike: shares against shares, said against true. */
export function SquareChart(props: SquareChartProps) {
  const { label, reads, xLabel, yLabel, lines, least = 0, most = 1, mostUp = most, hasDiagonal = false, isPoints = false, onChoose, children } = props;
  const at = (value: number) => (SIZE * (value - least)) / (most - least || 1);
  const up = (value: number) => SIZE - (SIZE * (value - least)) / (mostUp - least || 1);
  return (
    <ChartFrame title={label} reads={reads} table={() => tableOf(props)}>
      <figure className={styles.roc}>
        <svg viewBox={`-34 -6 ${SIZE + 42} ${SIZE + 38}`} role="img" aria-label={label}>
          {TICKS.map((share) => (
            <g key={share} className={styles.grid}>
              <line x1="0" x2={SIZE} y1={SIZE * share} y2={SIZE * share} />
              <line y1="0" y2={SIZE} x1={SIZE * share} x2={SIZE * share} />
              <text x="-4" y={SIZE * (1 - share) + 3} textAnchor="end">
                {formatNumber(least + share * (mostUp - least))}
              </text>
              <text x={SIZE * share} y={SIZE + 13} textAnchor="middle">
                {formatNumber(least + share * (most - least))}
              </text>
            </g>
          ))}
          <text className={styles.axis} x={SIZE / 2} y={SIZE + 27} textAnchor="middle">
            {xLabel}
          </text>
          <text className={styles.axis} transform={`translate(-27 ${SIZE / 2}) rotate(-90)`} textAnchor="middle">
            {yLabel}
          </text>
          {hasDiagonal && <line className={styles.guess} x1="0" y1={SIZE} x2={SIZE} y2="0" />}
          {lines.map((line, place) => (
            <g key={line.label} style={{ stroke: lineColor(place), fill: lineColor(place) }}>
              {!isPoints && (
                <polyline
                  className={styles.line}
                  strokeDasharray={lineDash(place)}
                  points={line.x.map((x, one) => `${at(x)},${up(line.y[one] ?? 0)}`).join(' ')}
                />
              )}
              {line.low?.map((low, one) => {
                const x = at(line.x[one] ?? 0);
                return <line key={one} className={styles.reach} x1={x} x2={x} y1={up(low)} y2={up(line.high?.[one] ?? low)} />;
              })}
              {(isPoints || line.low !== undefined) &&
                line.x.map((x, one) => (
                  <SquareDot key={one} x={at(x)} y={up(line.y[one] ?? 0)} size={isPoints ? 1.6 : 2.4} {...(onChoose && { onPress: () => onChoose(place, one) })} />
                ))}
            </g>
          ))}
          {children}
        </svg>
        {lines.length > 1 || lines[0]?.note !== undefined ? (
          <figcaption className={styles.legend}>
            {lines.map((line, place) => (
              <span key={line.label}>
                <LineSwatch place={place} />
                {line.label}
                {line.note !== undefined && <strong>{` ${line.note}`}</strong>}
              </span>
            ))}
          </figcaption>
        ) : null}
      </figure>
    </ChartFrame>
  );
}

function tableOf({ lines, xLabel, yLabel }: SquareChartProps): ChartTable {
  const hasBounds = lines.some(({ low }) => low !== undefined);
  return {
    head: ['', xLabel, yLabel, ...(hasBounds ? ['from', 'to'] : [])],
    rows: lines.flatMap(({ label, x, y, low, high }) =>
      x.map((value, at) => [label, value, y[at] ?? null, ...(hasBounds ? [low?.[at] ?? null, high?.[at] ?? null] : [])]),
    ),
  };
}
