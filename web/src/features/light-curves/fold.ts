import type { FoundTransits, LightCurve, TransitSignal } from '../../api/light-curve-answers';

type Folded = Pick<TransitSignal, 'period' | 'depth_ppm' | 'folded'>;

const ALIKE = 0.01;
const SHOWN_DURATIONS = 4;
const BINS = 60;
const BOX = 4;
const LEAST_IN_BOX = 3;
const LEAST_SHOWN = 10;

/** The curves of a star: those that share one of its names, searched ones before others. */
export function curvesOf(curves: readonly LightCurve[], stars: readonly string[]): LightCurve[] {
  const mine = curves.filter((curve) => curve.stars.some((name) => stars.includes(name)));
  return mine.sort((one, other) => Number(other.summary !== null) - Number(one.summary !== null));
}

/** The signal whose period is nearest, where it agrees to one in a hundred. */
export function signalAt(signals: readonly TransitSignal[], period: number): TransitSignal | null {
  const off = (signal: TransitSignal) => Math.abs(signal.period / period - 1);
  const [best] = [...signals].sort((one, other) => off(one) - off(other));
  return best !== undefined && off(best) < ALIKE ? best : null;
}

/**
 * The light folded at a period, its middle where a dip as long as a planet's would stand out most.
 * Null where fewer points are there than a dip could be seen by.
 */
export function foldAt({ time, detrended }: FoundTransits['curve'], period: number): Folded | null {
  const first = time[0];
  const last = time.at(-1);
  if (first === undefined || last === undefined || last - first < period) return null;
  const duration = transitDays(period);
  const middle = middleOf(time, detrended, period, duration);
  if (middle === null) return null;
  const width = Math.min(period / 2, SHOWN_DURATIONS * duration);
  const near = time
    .map((at, place) => ({ away: awayFrom(at, middle, period), flux: detrended[place] ?? 1 }))
    .filter(({ away }) => Math.abs(away) <= width);
  if (near.length < LEAST_SHOWN) return null;
  const inside = near.filter(({ away }) => Math.abs(away) <= duration / 2).map(({ flux }) => flux);
  return {
    period,
    depth_ppm: inside.length === 0 ? 0 : Math.max(0, 1 - meanOf(inside)) * 1e6,
    folded: { hours: near.map(({ away }) => away * 24), flux: near.map(({ flux }) => flux), ...binned(near, width) },
  };
}

/** How long a planet takes to cross a star like the Sun (J. Winn, arXiv:1001.2010, eq. 19), in days. */
function transitDays(period: number): number {
  return Math.min((13 / 24) * Math.cbrt(period / 365.25), period / 4);
}

function awayFrom(at: number, middle: number, period: number): number {
  const phase = (((at - middle) % period) + period) % period;
  return phase > period / 2 ? phase - period : phase;
}

/** The time of the dip that stands out most: its depth by the root of how many points it has. */
function middleOf(time: readonly number[], flux: readonly number[], period: number, duration: number): number | null {
  const count = Math.max(BOX, Math.ceil((BOX * period) / duration));
  const sums = new Float64Array(count);
  const points = new Float64Array(count);
  time.forEach((at, place) => {
    const bin = Math.min(count - 1, Math.floor((((at % period) + period) % period) * (count / period)));
    sums[bin] = (sums[bin] ?? 0) + 1 - (flux[place] ?? 1);
    points[bin] = (points[bin] ?? 0) + 1;
  });
  let best: { bin: number; gain: number } | null = null;
  for (let bin = 0; bin < count; bin += 1) {
    const box = Array.from({ length: BOX }, (_, step) => (bin + step) % count);
    const among = box.reduce((sum, one) => sum + (points[one] ?? 0), 0);
    const gain = box.reduce((sum, one) => sum + (sums[one] ?? 0), 0) / Math.sqrt(among);
    if (among >= LEAST_IN_BOX && (best === null || gain > best.gain)) best = { bin, gain };
  }
  return best === null ? null : ((best.bin + BOX / 2) * period) / count;
}

function binned(near: readonly { away: number; flux: number }[], width: number) {
  const bins: number[][] = Array.from({ length: BINS }, () => []);
  for (const { away, flux } of near) bins[Math.min(BINS - 1, Math.floor(((away + width) / (2 * width)) * BINS))]?.push(flux);
  const kept = bins.flatMap((values, bin) => (values.length === 0 ? [] : [{ values, bin }]));
  return {
    bin_hours: kept.map(({ bin }) => (((bin + 0.5) / BINS) * 2 - 1) * width * 24),
    bin_flux: kept.map(({ values }) => medianOf(values)),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const high = sorted[half] ?? 1;
  return sorted.length % 2 === 1 ? high : ((sorted[half - 1] ?? high) + high) / 2;
}
