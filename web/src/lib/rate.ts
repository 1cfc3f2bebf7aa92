/** How much had been sent at a moment. */
interface Sample {
  atMs: number;
  bytes: number;
}

export type Samples = readonly Sample[];

const WINDOW_MS = 8000;

/** The samples of the last seconds with a new one; what went back begins anew. */
export function withSample(samples: Samples, atMs: number, bytes: number): Samples {
  const last = samples.at(-1);
  if (last !== undefined && bytes < last.bytes) return [{ atMs, bytes }];
  return [...samples.filter((one) => atMs - one.atMs <= WINDOW_MS), { atMs, bytes }];
}

/** Bytes a second over the last seconds; null while nobody can say. */
export function rateOf(samples: Samples): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < 500) return null;
  return ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
}
