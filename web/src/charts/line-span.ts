import type uPlot from 'uplot';

/** The part of the steps that is looked at. */
export type Span = readonly [low: number, high: number];

const LEAST = 1e-9;

/** The part that a chart shows; null where it shows everything. */
export function spanOf(chart: uPlot): Span | null {
  const { min, max } = chart.scales.x ?? {};
  const steps = chart.data[0];
  const [first, last] = [steps[0], steps.at(-1)];
  if (min == null || max == null || first === undefined || last === undefined) return null;
  return min <= first + LEAST && max >= last - LEAST ? null : [min, max];
}

/** Shows new points, and the same part of them as before. */
export function showIn(chart: uPlot | null, data: uPlot.AlignedData, span: Span | null): void {
  chart?.setData(data);
  if (span !== null) chart?.setScale('x', { min: span[0], max: span[1] });
}

/** Makes what is shown so many times as wide around its middle, at most everything. */
export function lookCloser(chart: uPlot, factor: number): void {
  const { min, max } = chart.scales.x ?? {};
  const steps = chart.data[0];
  const [first = 0, last = 1] = [steps[0], steps.at(-1)];
  if (min == null || max == null) return;
  const [middle, half] = [(min + max) / 2, ((max - min) / 2) * factor];
  const isAll = half * 2 >= last - first;
  chart.setScale('x', isAll ? { min: first, max: Math.max(last, first + 1) } : within(middle - half, middle + half, first, last));
}

/** Pushes a part that reaches over an end back inside. */
function within(low: number, high: number, first: number, last: number): { min: number; max: number } {
  if (low < first) return { min: first, max: first + high - low };
  return high > last ? { min: last - (high - low), max: last } : { min: low, max: high };
}
