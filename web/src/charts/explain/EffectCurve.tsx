import { formatNumber } from '../../lib/format';
import { ChartFrame } from '../frame/ChartFrame';
import styles from './explain.module.css';

interface EffectCurveProps {
  label: string;
  /** Where the values lie; null where they have no order and stand side by side. */
  numbers: readonly (number | null)[] | null;
  labels: readonly string[];
  mean: readonly (number | null)[];
  lines: readonly (readonly (number | null)[])[];
  unit: string;
}

const WIDE = 360;
const TALL = 170;
/** How wide a letter below the axis is. */
const LETTER = 6.5;
const READS = 'The line is what the model says on average where the column has such a value and all else stays as it is.';
const READS_LINES = 'Thin lines are single rows; where they run apart, the column means different things to different rows.';

/** What a model says along the values of a column: the mean of all rows, and single rows behind it. */
export function EffectCurve({ label, numbers, labels, mean, lines, unit }: EffectCurveProps) {
  const xs = placesOf(numbers, labels.length);
  const all = [...mean, ...lines.flat()].filter((value) => value !== null);
  const least = Math.min(...all);
  const span = Math.max(...all) - least;
  const y = (value: number) => (span > 0 ? TALL * (1 - (value - least) / span) : TALL / 2);
  const pathOf = (values: readonly (number | null)[]) =>
    values.flatMap((value, at) => (value === null ? [] : [`${(xs[at] ?? 0).toFixed(1)},${y(value).toFixed(1)}`])).join(' ');
  const ticks = [0, 0.5, 1].map((share) => least + span * share);
  const table = () => ({ head: ['Value', unit], rows: labels.map((name, at) => [name, mean[at] ?? null]) });
  return (
    <ChartFrame title={label} reads={lines.length > 0 ? `${READS} ${READS_LINES}` : READS} table={table}>
      <figure className={styles.figure}>
        <svg viewBox={`-56 -8 ${WIDE + 66} ${TALL + 32}`} className={styles.chart} role="img" aria-label={`${label}, ${unit}: ${said(labels, mean)}`}>
          {ticks.map((value, at) => (
            <g key={at}>
              <line className={styles.grid} x1="0" x2={WIDE} y1={y(value)} y2={y(value)} />
              <text x="-6" y={y(value) + 3} textAnchor="end">
                {formatNumber(Number(value.toPrecision(3)))}
              </text>
            </g>
          ))}
          {lines.map((values, at) => (
            <polyline key={at} className={styles.thin} points={pathOf(values)} />
          ))}
          {numbers !== null && <polyline className={styles.thick} points={pathOf(mean)} />}
          {mean.map(
            (value, at) =>
              value !== null && (
                <circle key={at} className={styles.dot} cx={xs[at]} cy={y(value)} r={numbers === null ? 5 : 3}>
                  <title>{`${labels[at] ?? ''}: ${formatNumber(value)}`}</title>
                </circle>
              ),
          )}
          {xs.map((x, at) => (
            <line key={at} className={styles.tick} x1={x} x2={x} y1={TALL} y2={TALL + 4} />
          ))}
          {shownLabels(labels, numbers !== null).map((at) => (
            <text key={at} x={xs[at]} y={TALL + 18} textAnchor={anchorOf(at, labels.length, numbers !== null)}>
              {shortened(labels[at] ?? '')}
            </text>
          ))}
        </svg>
      </figure>
    </ChartFrame>
  );
}

function placesOf(numbers: EffectCurveProps['numbers'], count: number): number[] {
  if (numbers === null) return Array.from({ length: count }, (_, at) => (WIDE * (at + 0.5)) / count);
  const known = numbers.map((value) => value ?? 0);
  const least = Math.min(...known);
  const span = Math.max(...known) - least;
  return known.map((value) => (span > 0 ? (WIDE * (value - least)) / span : WIDE / 2));
}

/** The ends of an order; of categories as many as there is room for. */
function shownLabels(labels: readonly string[], isOrdered: boolean): number[] {
  const count = labels.length;
  if (isOrdered) return count > 1 ? [0, count - 1] : [0];
  const longest = Math.max(...labels.map((label) => shortened(label).length));
  const every = Math.max(1, Math.ceil((LETTER * (longest + 1) * count) / WIDE));
  return Array.from({ length: Math.ceil(count / every) }, (_, at) => at * every);
}

function anchorOf(at: number, count: number, isOrdered: boolean): 'start' | 'middle' | 'end' {
  if (!isOrdered || count === 1) return 'middle';
  return at === 0 ? 'start' : 'end';
}

function shortened(text: string): string {
  return text.length > 12 ? `${text.slice(0, 11)}…` : text;
}

function said(labels: readonly string[], mean: readonly (number | null)[]): string {
  return mean.map((value, at) => `${labels[at] ?? ''} ${value === null ? 'unknown' : formatNumber(value)}`).join(', ');
}
