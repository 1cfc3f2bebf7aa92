import { describe, expect, it } from 'vitest';
import { choiceAxis, numberAxis, passes, stepped } from './parallel-axis';

describe('parallel axes', () => {
  it('weighs decades alike where asked to', () => {
    const values = [1, 10, 100, null];

    expect(numberAxis('c', 'c', values, String, true).places).toEqual([0, 0.5, 1, null]);
    expect(numberAxis('c', 'c', values, String).places[1]).toBeCloseTo(0.0909, 4);
    expect(numberAxis('c', 'c', [3, 3], String)).toMatchObject({ low: '3', high: '3', places: [0.5, 0.5] });
  });

  it('puts choices side by side', () => {
    const axis = choiceAxis('k', 'kernel', ['rbf', null, 'linear'], ['linear', 'poly', 'rbf']);

    expect(axis).toMatchObject({ low: 'linear', high: 'rbf', places: [1, null, 0] });
  });

  it('moves either end of a brush by keys, and ends where it keeps everything', () => {
    expect(stepped(null, 1, false)).toEqual([0.1, 1]);
    expect(stepped(null, -1, true)).toEqual([0, 0.9]);
    expect(stepped([0.1, 0.5], 1, true)).toEqual([0.1, 0.6]);
    expect(stepped([0.5, 0.5], 1, false)).toEqual([0.5, 0.5]);
    expect(stepped([0.1, 1], -1, false)).toBeNull();
    expect(stepped(null, 1, true)).toBeNull();
  });

  it('lets through what stands within every brush', () => {
    const axes = [numberAxis('a', 'a', [0, 5, 10, null], String)];

    const passing = [0, 1, 2, 3].filter((row) => passes(axes, { a: [0.4, 1] }, row));

    expect(passing).toEqual([1, 2]);
    expect(passes(axes, {}, 3)).toBe(true);
  });
});
