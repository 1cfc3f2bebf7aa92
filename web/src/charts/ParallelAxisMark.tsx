import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './ParallelCoordinates.module.css';
import { stepped, type Brush, type ParallelAxis } from './parallel-axis';

const LEAST = 0.02;
const LONGEST = 14;

interface ParallelAxisMarkProps {
  axis: ParallelAxis;
  x: number;
  top: number;
  bottom: number;
  brush: Brush | null;
  onBrush: (brush: Brush | null) => void;
}

/** One axis with its ends in words and the part of it that is looked at. */
export function ParallelAxisMark({ axis, x, top, bottom, brush, onBrush }: ParallelAxisMarkProps) {
  const begun = useRef<number | null>(null);
  const mark = useRef<SVGRectElement>(null);
  const placeAt = (event: PointerEvent) => {
    const area = mark.current?.getBoundingClientRect();
    if (area === undefined) return 0;
    return Math.min(1, Math.max(0, 1 - (event.clientY - area.top) / area.height));
  };
  const drag = (event: PointerEvent) => {
    if (begun.current === null) return;
    const place = placeAt(event);
    onBrush([Math.min(begun.current, place), Math.max(begun.current, place)]);
  };
  const end = (event: PointerEvent) => {
    if (begun.current !== null && Math.abs(placeAt(event) - begun.current) < LEAST) onBrush(null);
    begun.current = null;
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp') onBrush(stepped(brush, 1, event.shiftKey));
    else if (event.key === 'ArrowDown') onBrush(stepped(brush, -1, event.shiftKey));
    else if (event.key === 'Escape') onBrush(null);
    else return;
    event.preventDefault();
  };
  const yOf = (place: number) => bottom - place * (bottom - top);
  return (
    <g>
      <line x1={x} x2={x} y1={top} y2={bottom} className={styles.axis} />
      {brush !== null && <rect x={x - 6} width={12} y={yOf(brush[1])} height={yOf(brush[0]) - yOf(brush[1])} className={styles.brush} />}
      <text x={x} y={14} className={styles.title}>
        <title>{axis.title}</title>
        {shortened(axis.title)}
      </text>
      <text x={x} y={top - 8} className={styles.end}>
        {shortened(axis.high)}
      </text>
      <text x={x} y={bottom + 16} className={styles.end}>
        {shortened(axis.low)}
      </text>
      {axis.marks?.map(({ place, text }) => (
        <text key={text} x={x + 8} y={yOf(place) + 4} className={styles.mark}>
          {shortened(text)}
        </text>
      ))}
      <rect
        ref={mark}
        x={x - 14}
        width={28}
        y={top}
        height={bottom - top}
        className={styles.grip}
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`${axis.title} at least`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((brush?.[0] ?? 0) * 100)}
        aria-valuetext={brush === null ? 'everything' : `from ${Math.round(brush[0] * 100)} to ${Math.round(brush[1] * 100)} % of the way`}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          begun.current = placeAt(event);
        }}
        onPointerMove={drag}
        onPointerUp={end}
        onPointerCancel={() => (begun.current = null)}
      />
    </g>
  );
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
