import { describe, expect, it } from 'vitest';
import { rateOf, withSample, type Samples } from './rate';

const after = (...given: [atMs: number, bytes: number][]) =>
  given.reduce<Samples>((samples, [atMs, bytes]) => withSample(samples, atMs, bytes), []);

describe('the rate', () => {
  it('is that of the last seconds', () => {
    expect(rateOf(after([0, 0], [1000, 500]))).toBe(500);
    expect(rateOf(after([0, 0], [10_000, 100], [18_000, 8100]))).toBe(1000);
  });

  it('is not told before there is something to tell', () => {
    expect(rateOf([])).toBeNull();
    expect(rateOf(after([0, 0], [100, 900]))).toBeNull();
  });

  it('begins anew where bytes have to be sent again', () => {
    expect(rateOf(after([0, 0], [1000, 500], [2000, 400], [3000, 500]))).toBe(100);
  });
});
