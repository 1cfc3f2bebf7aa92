import { describe, expect, it } from 'vitest';
import type { FoundTransits, KnownSignal, TransitSignal } from '../../api/light-curve-answers';
import { knownAt, meetingOf } from './known';

const known = (name: string, period: number): KnownSignal => ({ mission: 'kepler', name, period, radius: 1, disposition: 'Exoplanet' });
const signal = (period: number): TransitSignal => ({
  period,
  epoch: 0,
  duration_hours: 3,
  depth_ppm: 100,
  snr: 9,
  sde: 9,
  dips: [],
  odd_even: null,
  secondary: { phase: 0, depth: 0, snr: 0 },
  remarks: [],
  folded: { hours: [], flux: [], bin_hours: [], bin_flux: [] },
  model: null,
});
const FOUND: FoundTransits = {
  points: 10,
  days: 100,
  noise_ppm: 10,
  notes: [],
  curve: { time: [], flux: [], trend: [], detrended: [] },
  spectrum: { period: [], power: [] },
  signals: [signal(10), signal(59.73)],
  lone_dips: [],
};

describe('what tables know beside what was found', () => {
  it('meets where periods agree to one in a hundred', () => {
    expect(meetingOf(known('b', 59.7371), FOUND)).toBe('Found: signal 2, every 59.7300 days');
    expect(meetingOf(known('c', 8.72), FOUND)).toBe('Not found');
    expect(meetingOf(known('h', 331.6), FOUND)).toContain('longer than seven tenths of 100 days');
  });

  it('names the table’s signal of a found one', () => {
    expect(knownAt([known('b', 10.04), known('c', 10.01)], 10)?.name).toBe('c');
    expect(knownAt([known('b', 10.2)], 10)).toBeNull();
    expect(knownAt([], 10)).toBeNull();
  });
});
