import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { scoreText } from '../lib/metrics';
import { alignSeries, type Line, type LineLook } from './align';
import { ChartLegend } from './ChartLegend';
import { drawAgainBy } from './export/drawn-again';
import { linesAsSvg } from './export/lines';
import { ChartFrame } from './frame/ChartFrame';
import styles from './LineChart.module.css';
import { optionsFor, type Mark } from './line-options';
import { lookCloser, showIn, type Span } from './line-span';
import { readPalette, useThemeCount } from './palette';

interface LineChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  xLabel: string;
  lines: readonly Line[];
  /** Which score it is that is drawn, which says how its values are written. */
  metric?: string;
  height?: number;
  /** Steps at which something happened. */
  marks?: readonly Mark[];
  /** How it is read, where it is no curve of a training. */
  reads?: string;
  /** Steps are shown by their powers of ten. */
  isLogarithmic?: boolean;
  /** A value of null breaks its line instead of being passed over. */
  isBroken?: boolean;
}

const STEP = 1.6;
const READS =
  'What was measured at each step; the newest value stands below, that of another step where the pointer is. Drag over a part to look closer at it, a double press or 0 shows all. Training falling while validation rises is learning by heart.';
const NOTHING: readonly Mark[] = [];

/** Curves that may grow many times a second; drag zooms in, a double click shows everything again. */
export default function LineChart({
  label,
  xLabel,
  lines,
  metric = '',
  height = 240,
  marks = NOTHING,
  reads = READS,
  isLogarithmic = false,
  isBroken = false,
}: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const marked = useRef(marks);
  const [place, setPlace] = useState<number | null>(null);
  // What is looked at stays in sight while points come.
  const span = useRef<Span | null>(null);
  const [isMoved, setIsMoved] = useState(false);
  const theme = useThemeCount();
  const data = useMemo(() => alignSeries(lines), [lines]);
  const labels = lines.map((line) => line.label).join('\n');
  const looks = useSame(lines.map((line) => line.look ?? null));

  useEffect(() => {
    const at = box.current;
    if (at === null) return;
    const marksNow = () => marked.current;
    const options = optionsFor({
      labels: labels.split('\n'),
      looks,
      xLabel,
      metric,
      palette: readPalette(at),
      onPlace: setPlace,
      onSpan: (seen) => {
        span.current = seen;
        setIsMoved(seen !== null);
      },
      marks: marksNow,
      isLogarithmic,
      isBroken,
    });
    const drawn = new uPlot({ ...options, width: at.clientWidth, height }, [[]], at);
    const resized = new ResizeObserver(() => drawn.setSize({ width: at.clientWidth, height }));
    resized.observe(at);
    chart.current = drawn;
    drawAgainBy(drawn.ctx.canvas, () => linesAsSvg(drawn, looks, readPalette(at)));
    return () => {
      resized.disconnect();
      drawn.destroy();
      chart.current = null;
    };
  }, [labels, looks, xLabel, metric, isLogarithmic, isBroken, height, theme]);

  useEffect(() => {
    marked.current = marks;
    showIn(chart.current, data, span.current);
  }, [data, marks, labels, looks, xLabel, metric, isLogarithmic, isBroken, height, theme]);

  const zoomBy = (factor: number) => chart.current !== null && lookCloser(chart.current, factor);
  const zoom = { isMoved, closer: () => zoomBy(1 / STEP), further: () => zoomBy(STEP), reset: () => zoomBy(Infinity) };
  const table = () => ({ head: [xLabel, ...lines.map((line) => line.label)], rows: rowsOf(data) });
  return (
    <ChartFrame title={label} reads={reads} table={table} zoom={zoom}>
      <figure className={styles.chart}>
        <div ref={box} className={styles.canvas} role="img" aria-label={`${label}. ${summary(lines, metric)}`} />
        <ChartLegend lines={lines} data={data} place={place} xLabel={xLabel} metric={metric} marks={marks} />
      </figure>
    </ChartFrame>
  );
}

function rowsOf([steps, ...lines]: ReturnType<typeof alignSeries>): (number | null)[][] {
  return Array.from(steps, (step, at) => [step, ...lines.map((values) => values[at] ?? null)]);
}

function summary(lines: readonly Line[], metric: string): string {
  return lines
    .map((line) => `${line.label}: ${scoreText(metric, line.values.at(-1))} after ${line.values.length} points`)
    .join('; ');
}

/** The looks as they were before where nothing about them has changed: points come many times a second. */
function useSame(looks: readonly (LineLook | null)[]): readonly (LineLook | null)[] {
  const [held, setHeld] = useState(looks);
  if (JSON.stringify(held) === JSON.stringify(looks)) return held;
  setHeld(looks);
  return looks;
}
