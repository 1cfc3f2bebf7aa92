import { formatNumber } from '../../lib/format';
import { ChartFrame } from '../frame/ChartFrame';
import styles from './explain.module.css';

export interface DotStrip {
  name: string;
  added: readonly (number | null)[];
  /** How high each row's value is among all, 0 to 1; null where values have no order. */
  height: readonly (number | null)[] | null;
  values: readonly string[];
}

const READS =
  'Each dot is a row. Where it lies says how much the column adds to what the model says of that row, its colour whether the value of the column is low or high.';
const WIDE = 100;
const TALL = 32;
const PARTS = 60;
const DOT = 2.4;

/** A strip of dots for each column, a dot for each row: how much the column adds to what is said. */
export function DotStrips({ label, strips, unit }: { label: string; strips: readonly DotStrip[]; unit: string }) {
  const all = strips.flatMap(({ added }) => added.filter((value) => value !== null));
  const reach = Math.max(...all.map(Math.abs), Number.MIN_VALUE);
  const x = (value: number) => (WIDE * (value / reach + 1)) / 2;
  const table = () => ({
    head: ['Column', 'Value', `adds to ${unit}`],
    rows: strips.flatMap(({ name, added, values }) => added.map((value, at) => [name, values[at] ?? '', value])),
  });
  return (
    <ChartFrame title={label} reads={READS} table={table}>
      <figure className={styles.figure}>
        <ul className={styles.bars} aria-label={label}>
          {strips.map((strip) => (
            <li key={strip.name} className={styles.strip}>
              <span className={styles.name} title={strip.name}>
                {strip.name}
              </span>
              <svg role="img" aria-label={told(strip)}>
                <line className={styles.grid} x1="50%" x2="50%" y1="0" y2={TALL} />
                {placed(strip, x).map(({ at, cx, cy }) => (
                  <circle key={at} cx={`${cx.toFixed(2)}%`} cy={cy} r={DOT} style={{ fill: colourOf(strip.height?.[at]) }}>
                    <title>{`${strip.name} ${strip.values[at] ?? ''}: ${formatNumber(strip.added[at] ?? 0)}`}</title>
                  </circle>
                ))}
              </svg>
            </li>
          ))}
        </ul>
        <figcaption className={styles.key}>
          <span>{`left: lowers ${unit}, right: raises it, by up to ${formatNumber(Number(reach.toPrecision(3)))}`}</span>
          <span>
            low value
            <span className={styles.ramp} aria-hidden="true" />
            high value
          </span>
        </figcaption>
      </figure>
    </ChartFrame>
  );
}

/** Dots that would cover each other are laid one above the other. */
function placed({ added }: DotStrip, x: (value: number) => number) {
  const heaps = new Map<number, number>();
  return added.flatMap((value, at) => {
    if (value === null) return [];
    const part = Math.round((x(value) / WIDE) * PARTS);
    const count = heaps.get(part) ?? 0;
    heaps.set(part, count + 1);
    const away = Math.min(TALL / 2 - 3, Math.ceil(count / 2) * 2.6);
    return [{ at, cx: x(value), cy: TALL / 2 + (count % 2 === 0 ? away : -away) }];
  });
}

function colourOf(height: number | null | undefined): string {
  if (height === null || height === undefined) return 'var(--ink-faint)';
  return `color-mix(in oklab, var(--chart-2) ${Math.round(height * 100)}%, var(--chart-1))`;
}

function told({ name, added }: DotStrip): string {
  const known = added.filter((value) => value !== null);
  if (known.length === 0) return name;
  return `${name} adds ${formatNumber(Math.min(...known))} to ${formatNumber(Math.max(...known))} over ${known.length} rows`;
}
