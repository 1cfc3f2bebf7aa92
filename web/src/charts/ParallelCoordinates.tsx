import { useEffect, useRef, useState } from 'react';
import { ParallelAxisMark } from './ParallelAxisMark';
import { ChartFrame } from './frame/ChartFrame';
import type { ChartTable } from './frame/ChartNumbers';
import styles from './ParallelCoordinates.module.css';
import { passes, type Brush, type Brushes, type ParallelAxis } from './parallel-axis';

const READS = 'Each line is a row, crossing every axis at its value; the best stand out. Dragging along an axis keeps those that cross it there: lines that stay together show what good ones have in common. By keys: arrows move the lower end of what is kept of an axis, with Shift the upper; Escape shows everything.';
const HEIGHT = 300;
const TOP = 42;
const BOTTOM = 26;
const SIDE = 60;

interface ParallelCoordinatesProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  axes: readonly ParallelAxis[];
  /** How good each row is, between 0 and 1: the best stand out. */
  worth: readonly number[];
  brushes: Brushes;
  onBrush: (axis: string, brush: Brush | null) => void;
}

/** Every row a line across all axes; dragging along an axis, or its keys, keeps some of them in sight. */
export function ParallelCoordinates({ label, axes, worth, brushes, onBrush }: ParallelCoordinatesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const at = box.current;
    if (at === null) return;
    const observer = new ResizeObserver(() => setWidth(at.clientWidth));
    observer.observe(at);
    return () => observer.disconnect();
  }, []);
  const least = Math.max(width, axes.length * 92);
  const step = axes.length < 2 ? 0 : (least - 2 * SIDE) / (axes.length - 1);
  const xOf = (at: number) => SIDE + at * step;
  const yOf = (place: number) => TOP + (1 - place) * (HEIGHT - TOP - BOTTOM);
  // The best are drawn last, on top of the others.
  const rows = worth.map((_, row) => row).sort((one, other) => (worth[one] ?? 0) - (worth[other] ?? 0));
  return (
    <ChartFrame title={label} reads={READS} table={() => tableOf(axes, worth)}>
      <div ref={box} className={styles.box}>
        {width > 0 && (
          <svg width={least} height={HEIGHT} role="group" aria-label={label}>
            <g aria-hidden="true">
              {rows.map((row) => {
                const isIn = passes(axes, brushes, row);
                const share = Math.round((worth[row] ?? 0) * 100);
                return (
                  <path
                    key={row}
                    className={styles.line}
                    d={pathOf(axes, row, xOf, yOf)}
                    stroke={`color-mix(in oklab, var(--accent) ${share}%, var(--line-strong))`}
                    strokeWidth={share > 95 ? 2.5 : 1.25}
                    opacity={isIn ? 0.35 + 0.6 * (share / 100) : 0.05}
                  />
                );
              })}
            </g>
            {axes.map((axis, at) => (
              <ParallelAxisMark
                key={axis.id}
                axis={axis}
                x={xOf(at)}
                top={TOP}
                bottom={HEIGHT - BOTTOM}
                brush={brushes[axis.id] ?? null}
                onBrush={(brush) => onBrush(axis.id, brush)}
              />
            ))}
          </svg>
        )}
      </div>
    </ChartFrame>
  );
}

/** A line through the places of a row; broken where it has none. */
function pathOf(axes: readonly ParallelAxis[], row: number, xOf: (at: number) => number, yOf: (place: number) => number): string {
  let path = '';
  let isBroken = true;
  axes.forEach(({ places }, at) => {
    const place = places[row] ?? null;
    if (place !== null) path += `${isBroken ? 'M' : 'L'}${xOf(at).toFixed(1)} ${yOf(place).toFixed(1)}`;
    isBroken = place === null;
  });
  return path;
}

/** Where each row stands on each axis, from its lower end to its upper, and how good it is. */
function tableOf(axes: readonly ParallelAxis[], worth: readonly number[]): ChartTable {
  return {
    head: ['How good', ...axes.map(({ title, low, high }) => `${title} (0 is ${low}, 1 is ${high})`)],
    rows: worth.map((one, row) => [one, ...axes.map(({ places }) => places[row] ?? null)]),
  };
}
