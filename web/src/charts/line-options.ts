import type uPlot from 'uplot';
import { tickText } from '../lib/metrics';
import type { LineLook } from './align';
import { spanOf, type Span } from './line-span';
import type { Palette } from './palette';

interface LineOptions {
  labels: readonly string[];
  looks: readonly (LineLook | null)[];
  xLabel: string;
  metric: string;
  palette: Palette;
  /** Tells which point the pointer is over; null when it has left. */
  onPlace: (place: number | null) => void;
  /** Tells which part of the steps is looked at; null for all. */
  onSpan: (span: Span | null) => void;
  /** Steps at which something happened, drawn as upright lines; asked for at each drawing. */
  marks: () => readonly Mark[];
  isLogarithmic: boolean;
  /** A missing value breaks its line instead of being passed over. */
  isBroken: boolean;
}

export interface Mark {
  step: number;
  label: string;
}

const FONT = '11px "Inter Variable", system-ui, sans-serif';

/** How a chart of curves looks: quiet axes, lines in the order of the palette. */
export function optionsFor({ labels, looks, xLabel, metric, palette, onPlace, onSpan, marks, isLogarithmic, isBroken }: LineOptions): Omit<uPlot.Options, 'width' | 'height'> {
  const axis = {
    stroke: palette.ink,
    font: FONT,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
  };
  return {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum is in uPlot's types alone, not in its code
    scales: { x: isLogarithmic ? { time: false, distr: 3, range: asTheyAre } : { time: false, range: atLeastOneStep } },
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: 60, incrs: incrementsOf },
      { ...axis, size: 52, values: (_chart, ticks) => ticks.map((tick) => tickText(metric, tick)) },
    ],
    series: [
      { label: xLabel },
      ...labels.map((label, place) => ({
        label,
        stroke: palette.lines[(looks[place]?.colour ?? place) % palette.lines.length],
        width: looks[place]?.isFaint === true ? 1 : 2,
        alpha: looks[place]?.isFaint === true ? 0.3 : 1,
        dash: [...(looks[place]?.dash ?? [])],
        spanGaps: !isBroken,
        points: { show: showPoints },
      })),
    ],
    hooks: {
      setCursor: [(chart) => onPlace(chart.cursor.idx ?? null)],
      setScale: [(chart, scale) => scale === 'x' && onSpan(spanOf(chart))],
      draw: [(chart) => drawMarks(chart, marks(), palette.ink)],
    },
  };
}

/** Upright dashed lines; those outside what is shown are left out. */
function drawMarks(chart: uPlot, marks: readonly Mark[], ink: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1;
  ctx.setLineDash([4, 4]);
  for (const { step } of marks) {
    const x = Math.round(chart.valToPos(step, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** A line of a single point cannot be seen: few points are drawn as dots as well. */
function showPoints(chart: uPlot, series: number): boolean {
  const values = Array.from(chart.data[series] ?? []);
  return values.filter((value) => value != null).length < 12;
}

const INCREMENTS = Array.from({ length: 30 }, (_, place) => [1, 2, 5].map((part) => part * 10 ** (place - 12))).flat();
const WHOLE = INCREMENTS.filter((one) => one >= 1);

/** There is no half of a step: where all are whole, so is what stands below them. */
function incrementsOf(chart: uPlot): number[] {
  return Array.from(chart.data[0]).every(Number.isInteger) ? WHOLE : INCREMENTS;
}

function atLeastOneStep(_chart: uPlot, low: number | null, high: number | null): [number, number] {
  const from = low ?? 0;
  return [from, Math.max(high ?? 1, from + 1)];
}

function asTheyAre(_chart: uPlot, low: number | null, high: number | null): [number, number] {
  return [low ?? 1, high ?? 10];
}
