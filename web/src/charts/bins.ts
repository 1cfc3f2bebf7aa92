/** Some bins of a histogram, from one to another, both included. */
export interface BinSpan {
  from: number;
  to: number;
}

/**
 * The least and greatest value that some bins hold. Whole numbers and days lie a step apart: what is at
 * the upper edge is in the next bin.
 */
export function reachOf({ from, to }: BinSpan, edges: readonly number[], step = 0): [low: number, high: number] {
  const low = edges[from] ?? 0;
  return [low, Math.max(low, (edges[to + 1] ?? 0) - step)];
}

/** The same in words. */
export function reachWords([low, high]: readonly [number, number], format: (edge: number) => string): string {
  return low === high ? format(low) : `${format(low)} to ${format(high)}`;
}

/** The bin under a place that is given as a share of the whole width. */
export function binAt(share: number, bins: number): number {
  return Math.max(0, Math.min(bins - 1, Math.floor(share * bins)));
}

export function spanOf(one: number, other: number): BinSpan {
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

/** The span after an arrow key; with shift its moving end moves alone. */
export function spanAfterKey(span: BinSpan | null, key: string, isExtended: boolean, bins: number): BinSpan | null {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step === undefined) return null;
  if (span === null) return { from: step > 0 ? 0 : bins - 1, to: step > 0 ? 0 : bins - 1 };
  const within = (bin: number) => Math.max(0, Math.min(bins - 1, bin));
  if (!isExtended) return { from: within(span.from + step), to: within(span.from + step) };
  return { from: span.from, to: Math.max(span.from, within(span.to + step)) };
}

/** The height of each bar as a share of the tallest one of both; what is there is never quite flat. */
export function barHeights(counts: readonly number[], tallest: number): number[] {
  return counts.map((count) => (count === 0 || tallest === 0 ? 0 : Math.max(0.025, count / tallest)));
}
