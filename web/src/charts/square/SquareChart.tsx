import { memo, useMemo } from 'react';
import { formatNumber } from '../../lib/format';
import { ChartFrame } from '../frame/ChartFrame';
import type { ChartTable } from '../frame/ChartNumbers';
import { LineSwatch } from '../LineSwatch';
import { lineColor } from '../palette';
import type { SquareLine } from './line';
import type { Pick } from './pick';
import { roomOf, SIZE, ticksOf, xOf, yOf } from './scale';
import { SquareAxes } from './SquareAxes';
import { SquareMarks } from './SquareMarks';
import { usePick } from './use-pick';
import styles from './square.module.css';

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
  /** Where the upright axis begins and ends, if it is not like the other one. */
  leastUp?: number;
  mostUp?: number;
  /** Asks for the rows behind a point of a line; without it points cannot be pressed. */
  onChoose?: (line: number, point: number) => void;
  hasDiagonal?: boolean;
  /** Where a level line lies, such as no error. */
  level?: number;
  /** Points without lines between them. */
  isPoints?: boolean;
}

const Marks = memo(SquareMarks);

/** Lines or points in a square: shares against shares, said against true; what is pointed at is told in words. */
export function SquareChart(props: SquareChartProps) {
  const { label, reads, xLabel, yLabel, lines, least = 0, most = 1, leastUp = least, mostUp = most, hasDiagonal = false, level, isPoints = false } = props;
  const scale = useMemo(() => ({ least, most, leastUp, mostUp }), [least, most, leastUp, mostUp]);
  const [along, up] = [ticksOf(least, most), ticksOf(leastUp, mostUp)];
  const [left, right] = [16 + roomOf(up), Math.max(8, roomOf(along) / 2)];
  const isPressed = (pick: Pick) => props.onChoose !== undefined && lines[pick.line]?.from?.[pick.point] !== null;
  const { pick, handlers } = usePick(
    lines.map(({ x, y }) => ({ x: x.map((value) => xOf(scale, value)), y: y.map((value) => yOf(scale, value)) })),
    (at) => {
      if (isPressed(at)) props.onChoose?.(at.line, at.point);
    },
  );
  const words = props.onChoose === undefined ? `${label}. Arrows move through the points.` : `${label}. Arrows move through the points, Enter shows the rows behind one.`;
  return (
    <ChartFrame title={label} reads={props.onChoose === undefined ? reads : `${reads} Press a point to see its rows.`} table={() => tableOf(props)}>
      <figure className={styles.roc}>
        {/* The keys and the pointer move from point to point, as a map's do. */}
        <svg viewBox={`${-left} -6 ${SIZE + left + right} ${SIZE + 38}`} role="application" tabIndex={0} aria-label={words} data-pressed={(pick !== null && isPressed(pick)) || undefined} {...handlers}>
          <SquareAxes scale={scale} along={along} up={up} xLabel={xLabel} yLabel={yLabel} left={left} />
          {hasDiagonal && <line className={styles.guess} x1="0" y1={SIZE} x2={SIZE} y2="0" />}
          {level !== undefined && <line className={styles.guess} x1="0" x2={SIZE} y1={yOf(scale, level)} y2={yOf(scale, level)} />}
          {lines.map((line, place) => (
            <Marks key={line.label} line={line} place={place} scale={scale} isPoints={isPoints} />
          ))}
          {pick !== null && <Ring pick={pick} x={xOf(scale, lines[pick.line]?.x[pick.point] ?? 0)} y={yOf(scale, lines[pick.line]?.y[pick.point] ?? 0)} />}
        </svg>
        {(lines.length > 1 || lines[0]?.note !== undefined) && (
          <figcaption className={styles.legend}>
            {lines.map((line, place) => (
              <span key={line.label}>
                <LineSwatch place={place} />
                {line.label}
                {line.note !== undefined && <strong>{` ${line.note}`}</strong>}
              </span>
            ))}
          </figcaption>
        )}
      </figure>
      <p className={styles.words} aria-live="polite" data-export="no">
        {pick !== null && told(props, pick, isPressed(pick))}
      </p>
    </ChartFrame>
  );
}

function Ring({ pick, x, y }: { pick: Pick; x: number; y: number }) {
  return <circle className={styles.ring} data-export="no" cx={x} cy={y} r="4.5" style={{ stroke: lineColor(pick.line) }} />;
}

/** A point in words. */
function told({ lines, xLabel, yLabel }: SquareChartProps, { line, point }: Pick, isPressed: boolean): string {
  const { label, x, y, from } = lines[line] ?? { label: '', x: [], y: [] };
  const parts = [`${xLabel} ${formatNumber(x[point] ?? 0)}`, `${yLabel} ${formatNumber(y[point] ?? 0)}`];
  const least = from?.[point];
  if (least != null) parts.push(`from a probability of ${formatNumber(least)} on`);
  return `${label}: ${parts.join(', ')}${isPressed ? '; press to see its rows' : ''}`;
}

function tableOf({ lines, xLabel, yLabel }: SquareChartProps): ChartTable {
  const hasBounds = lines.some(({ low }) => low !== undefined);
  const hasFrom = lines.some(({ from }) => from !== undefined);
  return {
    head: ['Curve', xLabel, yLabel, ...(hasBounds ? ['from', 'to'] : []), ...(hasFrom ? ['probability from'] : [])],
    rows: lines.flatMap(({ label, x, y, low, high, from }) =>
      x.map((value, at) => [label, value, y[at] ?? null, ...(hasBounds ? [low?.[at] ?? null, high?.[at] ?? null] : []), ...(hasFrom ? [from?.[at] ?? null] : [])]),
    ),
  };
}
