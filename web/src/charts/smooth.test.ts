import { describe, expect, it } from 'vitest';
import { smooth } from './smooth';

describe('smooth', () => {
  it('leaves values as they are without weight, and a constant with any', () => {
    expect(smooth([3, null, 5], 0)).toEqual([3, null, 5]);
    for (const value of smooth([2, 2, 2], 0.9)) expect(value).toBeCloseTo(2, 12);
  });

  it('weighs what came before as by hand', () => {
    // Weights 0.25 and 0.5, which sum to 0.75.
    expect(smooth([1, 4], 0.5)).toEqual([1, (0.25 * 1 + 0.5 * 4) / 0.75]);
  });
});
