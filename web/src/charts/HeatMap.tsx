import { memo, useState, type KeyboardEvent } from 'react';
import { ChartFrame } from './frame/ChartFrame';
import styles from './HeatMap.module.css';

interface HeatMapProps {
  label: string;
  names: readonly string[];
  /** From -1 to 1, as many rows and columns as names. */
  matrix: readonly (readonly (number | null)[])[];
  /** One pair in words, for those who point at it or listen. */
  describe: (row: number, column: number) => string;
  onOpen?: (row: number, column: number) => void;
}

interface Place {
  row: number;
  column: number;
}

const READS =
  'Each square is a pair of columns: the stronger its colour, the more they go together (blue) or against each other (orange). Grey squares say nothing of each other.';
const LETTER = 6.2;
const LONGEST = 18;

/** How strongly things go together, two by two: blue together, orange against each other. */
export function HeatMap({ label, names, matrix, describe, onOpen }: HeatMapProps) {
  const [place, setPlace] = useState<Place | null>(null);
  const size = names.length;
  const cell = Math.max(14, Math.min(34, Math.floor(760 / Math.max(1, size))));
  const margin = 12 + LETTER * Math.min(LONGEST, names.reduce((most, name) => Math.max(most, name.length), 0));
  const side = margin + size * cell;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && place !== null) onOpen?.(place.row, place.column);
    const next = movedPlace(place, event.key, size);
    if (next === null) return;
    event.preventDefault();
    setPlace(next);
  };
  const pointAt = (event: { target: EventTarget }): Place | null => {
    const { row, column } = event.target instanceof SVGElement ? event.target.dataset : {};
    return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) };
  };
  const table = () => ({ head: ['Column', ...names], rows: matrix.map((values, row) => [names[row] ?? '', ...values]) });
  return (
    <ChartFrame title={label} reads={READS} table={table}>
      <figure className={styles.figure}>
        <div className={styles.box}>
          <svg
            width={side}
            height={side}
            viewBox={`0 0 ${side} ${side}`}
            role="application"
            aria-label={`${label}. Arrows move through the pairs${onOpen ? ', Enter opens one' : ''}.`}
            tabIndex={0}
            className={styles.map}
            onKeyDown={press}
            onPointerMove={(event) => setPlace(pointAt(event) ?? place)}
            onClick={(event) => {
              const at = pointAt(event);
              if (at !== null) onOpen?.(at.row, at.column);
            }}
          >
            <Names names={names} cell={cell} margin={margin} place={place} />
            <Cells matrix={matrix} cell={cell} margin={margin} />
            {place !== null && (
              <rect
                x={margin + place.column * cell}
                y={margin + place.row * cell}
                width={cell}
                height={cell}
                className={styles.cursor}
              />
            )}
          </svg>
        </div>
        <figcaption className={styles.words} aria-live="polite">
          {place === null ? 'Point at a pair, or move there with the arrow keys.' : describe(place.row, place.column)}
        </figcaption>
      </figure>
    </ChartFrame>
  );
}

interface CellsProps {
  matrix: HeatMapProps['matrix'];
  cell: number;
  margin: number;
}

/** Drawn once: pointing at a pair must not draw thousands of others again. */
const Cells = memo(function Cells({ matrix, cell, margin }: CellsProps) {
  return matrix.map((values, row) =>
    values.map((value, column) => (
      <rect
        key={`${row}:${column}`}
        x={margin + column * cell + 0.5}
        y={margin + row * cell + 0.5}
        width={cell - 1}
        height={cell - 1}
        rx={2}
        data-row={row}
        data-column={column}
        style={{ fill: colourOf(value) }}
      />
    )),
  );
});

function colourOf(value: number | null): string {
  if (value === null) return 'var(--sunken)';
  const tone = value < 0 ? 'var(--chart-2)' : 'var(--chart-1)';
  return `color-mix(in oklab, ${tone} ${Math.round(Math.abs(value) * 96)}%, var(--sunken))`;
}

interface NamesProps {
  names: readonly string[];
  cell: number;
  margin: number;
  place: Place | null;
}

function Names({ names, cell, margin, place }: NamesProps) {
  return names.map((name, at) => {
    const middle = margin + (at + 0.5) * cell;
    const text = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
    return (
      <g key={name} className={styles.name}>
        <text x={margin - 6} y={middle} textAnchor="end" dominantBaseline="central" data-at={place?.row === at || undefined}>
          {text}
        </text>
        <text
          transform={`translate(${middle} ${margin - 6}) rotate(-90)`}
          dominantBaseline="central"
          data-at={place?.column === at || undefined}
        >
          {text}
        </text>
      </g>
    );
  });
}

/** The pair beside another one; null for keys that do not move. */
function movedPlace(place: Place | null, key: string, size: number): Place | null {
  const way = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  if (way === undefined || size === 0) return null;
  if (place === null) return { row: 0, column: 0 };
  const within = (at: number) => Math.max(0, Math.min(size - 1, at));
  return { row: within(place.row + (way[0] ?? 0)), column: within(place.column + (way[1] ?? 0)) };
}
