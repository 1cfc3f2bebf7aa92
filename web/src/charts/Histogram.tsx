import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { formatCountOf } from '../lib/format';
import { barHeights, binAt, reachOf, reachWords, spanAfterKey, spanOf, type BinSpan } from './bins';
import styles from './Histogram.module.css';

interface HistogramProps {
  /** What is counted, for those who do not see it. */
  label: string;
  edges: readonly number[];
  counts: readonly number[];
  /** The same bins over everything, drawn behind. */
  whole?: readonly number[] | null | undefined;
  formatEdge: (edge: number) => string;
  /** How far apart values lie that have none between them, as whole numbers do. */
  step?: number;
  height?: number;
  /** Whether Tab stops here; where there are dozens side by side another way has to be offered. */
  isTabStop?: boolean;
  /** A value that a line stands at. */
  mark?: number;
  /** A choice of bins, from the least to the greatest value; without it nothing can be chosen. */
  onChoose?: (low: number, high: number) => void;
}

const TALL = 100;

/** How often values lie where: what is chosen in colour, everything in grey; drag to choose. */
export function Histogram(props: HistogramProps) {
  const { label, edges, counts, whole, formatEdge, step = 0, height = 64, isTabStop = true, mark, onChoose } = props;
  const [span, setSpan] = useState<BinSpan | null>(null);
  const bins = counts.length;
  const tallest = Math.max(...counts, ...(whole ?? []), 0);
  const choose = (chosen: BinSpan) => {
    onChoose?.(...reachOf(chosen, edges, step));
    setSpan(null);
  };
  const shareOf = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return (event.clientX - box.left) / box.width;
  };
  const grab = (event: PointerEvent<SVGSVGElement>) => {
    if (onChoose === undefined || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const bin = binAt(shareOf(event), bins);
    setSpan({ from: bin, to: bin });
  };
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (span === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const bin = binAt(shareOf(event), bins);
    const start = bin < span.from ? span.to : span.from;
    const next = spanOf(start, bin);
    if (next.from !== span.from || next.to !== span.to) setSpan(next);
  };
  const press = (event: KeyboardEvent<SVGSVGElement>) => {
    if (event.key === 'Enter' && span !== null) {
      // Else the key goes on to the button that is focused in a dialog that opens, and closes it.
      event.preventDefault();
      choose(span);
    }
    if (event.key === 'Escape') setSpan(null);
    const next = spanAfterKey(span, event.key, event.shiftKey, bins);
    if (next === null) return;
    event.preventDefault();
    setSpan(next);
  };
  const isActive = onChoose !== undefined;
  return (
    <figure className={styles.figure}>
      { }
      <svg
        viewBox={`0 0 ${bins} ${TALL}`}
        preserveAspectRatio="none"
        className={styles.chart}
        style={{ height }}
        data-active={isActive || undefined}
        role={isActive ? 'application' : 'img'}
         
        tabIndex={isActive ? (isTabStop ? 0 : -1) : undefined}
        aria-label={isActive ? `${label}. Arrows choose a range, Enter takes it.` : label}
        onPointerDown={grab}
        onPointerMove={drag}
        onPointerUp={() => span !== null && choose(span)}
        onPointerCancel={() => setSpan(null)}
        onKeyDown={press}
        onBlur={() => setSpan(null)}
      >
        {whole && <Bars heights={barHeights(whole, tallest)} className={styles.whole} />}
        <Bars heights={barHeights(counts, tallest)} className={styles.counts} />
        {mark !== undefined && <path d={`M${placeOf(mark, edges)} 0V${TALL}`} className={styles.mark} />}
        {span !== null && <rect x={span.from} y={0} width={span.to - span.from + 1} height={TALL} className={styles.span} />}
      </svg>
      <figcaption className={styles.ends} aria-live="polite">
        {span === null ? (
          <>
            <span>{formatEdge(edges[0] ?? 0)}</span>
            <span>{formatEdge((edges.at(-1) ?? 0) - step)}</span>
          </>
        ) : (
          <span className={styles.told}>{describe(span, counts, reachWords(reachOf(span, edges, step), formatEdge))}</span>
        )}
      </figcaption>
    </figure>
  );
}

function Bars({ heights, className }: { heights: readonly number[]; className: string | undefined }) {
  const path = heights.map((height, bin) => `M${bin + 0.05} ${TALL}V${TALL * (1 - height)}h.9V${TALL}z`).join('');
  return <path d={path} className={className} />;
}

/** Where a value lies among bins of one width. */
function placeOf(value: number, edges: readonly number[]): number {
  const low = edges[0] ?? 0;
  const width = ((edges.at(-1) ?? 1) - low) / Math.max(1, edges.length - 1);
  return width > 0 ? Math.min(edges.length - 1, Math.max(0, (value - low) / width)) : 0;
}

function describe({ from, to }: BinSpan, counts: readonly number[], reach: string): string {
  const rows = counts.slice(from, to + 1).reduce((sum, count) => sum + count, 0);
  return `${reach}: ${formatCountOf(rows, 'row')}`;
}
