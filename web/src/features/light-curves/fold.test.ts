import { describe, expect, it } from 'vitest';
import type { LightCurve, TransitSignal } from '../../api/light-curve-answers';
import { curvesOf, foldAt, signalAt } from './fold';

const PERIOD = 3.7;
const EPOCH = 1.234;
const DEPTH = 0.01;

/** Forty days, a point every 43 minutes, with dips of one in a hundred. */
function light(period: number) {
  const time = Array.from({ length: 1333 }, (_, place) => place * 0.03);
  const detrended = time.map((at) => {
    const phase = (((at - EPOCH) % period) + period) % period;
    return 1 - (Math.min(phase, period - phase) < 0.06 ? DEPTH : 0) + 1e-4 * Math.sin(91 * at);
  });
  return { time, detrended, flux: detrended, trend: detrended.map(() => 1) };
}

function curve(id: string, stars: string[], more: Partial<LightCurve> = {}): LightCurve {
  return { id, name: id, stars, state: 'new', files: [], summary: null, error: null, job_id: null, created_at: '', ...more };
}

describe('the light of a candidate', () => {
  it('is that of the curves which share a name with its star, searched ones first', () => {
    const summary = { star: null, points: 9, days: 9, periods: [], lone_dips: 0 };
    const curves = [curve('a', ['KIC 1']), curve('b', ['KIC 11']), curve('c', ['Kepler-7'], { summary })];

    expect(curvesOf(curves, ['KIC 1', 'Kepler-7']).map(({ id }) => id)).toEqual(['c', 'a']);
    expect(curvesOf(curves, [])).toEqual([]);
  });

  it('is folded at its period with the dip in the middle', () => {
    const fold = foldAt(light(PERIOD), PERIOD);

    const { bin_hours: hours = [], bin_flux: levels = [] } = fold?.folded ?? {};
    const low = hours.filter((_, place) => (levels[place] ?? 1) < 1 - DEPTH / 2);
    expect(low.length).toBeGreaterThan(2);
    // A box as wide as a fourth of a transit is as near as the middle is found.
    expect(Math.abs(low.reduce((sum, one) => sum + one, 0) / low.length)).toBeLessThan(1);
    expect(fold?.depth_ppm).toBeGreaterThan(4000);
    expect(Math.max(...(fold?.folded.hours ?? []).map(Math.abs))).toBeLessThan((PERIOD / 2) * 24);
  });

  it('shows no such dip at another period', () => {
    const fold = foldAt(light(PERIOD), 4.4);

    expect(Math.min(...(fold?.folded.bin_flux ?? [0]))).toBeGreaterThan(1 - DEPTH / 2);
  });

  it('cannot be folded at a period longer than it was watched', () => {
    expect(foldAt(light(PERIOD), 41)).toBeNull();
    expect(foldAt({ time: [], detrended: [], flux: [], trend: [] }, 3)).toBeNull();
  });

  it('is a signal of the search where the periods agree to one in a hundred', () => {
    const signal = (period: number): TransitSignal => ({
      period,
      epoch: 0,
      duration_hours: 2,
      depth_ppm: 1,
      snr: 9,
      sde: 9,
      dips: [],
      odd_even: null,
      secondary: { phase: 0.5, depth: 0, snr: 0 },
      remarks: [],
      folded: { hours: [], flux: [], bin_hours: [], bin_flux: [] },
      model: null,
    });

    expect(signalAt([signal(9), signal(3.71), signal(3.68)], PERIOD)?.period).toBeCloseTo(3.71);
    expect(signalAt([signal(7.4)], PERIOD)).toBeNull();
  });
});
