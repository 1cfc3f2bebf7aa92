import { formatCount, formatCountOf } from '../../lib/format';
import { barHeights, reachOf, reachWords } from '../bins';
import { ticks } from '../export/ticks';
import styles from './large.module.css';

interface BinChartProps {
  label: string;
  edges: readonly number[];
  counts: readonly number[];
  /** The same bins over everything, drawn behind. */
  whole?: readonly number[] | null | undefined;
  formatEdge: (edge: number) => string;
  /** How far apart values lie that have none between them, as whole numbers do. */
  step?: number;
}

const WIDE = 640;
const TALL = 260;
const MOST_LABELS = 4;

/** How often values lie where, with both axes: how many rows upwards, the values to the right. */
export function BinChart({ label, edges, counts, whole, formatEdge, step: apart = 0 }: BinChartProps) {
  const tallest = Math.max(1, ...counts, ...(whole ?? []));
  const step = WIDE / Math.max(1, counts.length);
  const isPart = whole?.some((count, bin) => count !== counts[bin]) === true;
  const every = Math.max(1, Math.ceil((edges.length - 1) / MOST_LABELS));
  const shown = edges.flatMap((_, at) => (at % every === 0 || at === edges.length - 1 ? [at] : []));
  const bars = (heights: readonly number[], className: string | undefined) =>
    heights.map((height, bin) => (
      <rect key={bin} className={className} x={bin * step + step * 0.04} width={step * 0.92} y={TALL * (1 - height)} height={TALL * height} />
    ));
  return (
    <figure className={styles.figure}>
      <svg viewBox={`-64 -8 ${WIDE + 84} ${TALL + 36}`} className={styles.chart} role="img" aria-label={label}>
        {ticks(0, tallest, 4).map((count) => (
          <g key={count}>
            <line className={styles.grid} x1="0" x2={WIDE} y1={TALL * (1 - count / tallest)} y2={TALL * (1 - count / tallest)} />
            <text x="-8" y={TALL * (1 - count / tallest) + 4} textAnchor="end">
              {formatCount(count)}
            </text>
          </g>
        ))}
        {isPart && bars(barHeights(whole, tallest), styles.whole)}
        {bars(barHeights(counts, tallest), styles.counts)}
        {counts.map((count, bin) => (
          <rect key={bin} className={styles.target} x={bin * step} width={step} y="0" height={TALL}>
            <title>{`${reachWords(reachOf({ from: bin, to: bin }, edges, apart), formatEdge)}: ${formatCountOf(count, 'row')}`}</title>
          </rect>
        ))}
        {shown.map((at) => (
          <text key={at} x={at * step} y={TALL + 20} textAnchor={at === 0 ? 'start' : at === edges.length - 1 ? 'end' : 'middle'}>
            {formatEdge((edges[at] ?? 0) - (at === edges.length - 1 ? apart : 0))}
          </text>
        ))}
      </svg>
      {isPart && (
        <figcaption className={styles.key}>
          <span data-side="counts">what the view shows</span>
          <span data-side="whole">all rows</span>
        </figcaption>
      )}
    </figure>
  );
}
