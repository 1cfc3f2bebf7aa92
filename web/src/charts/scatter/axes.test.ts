import { describe, expect, it } from 'vitest';
import { ticksOf } from './axes';

const textsOf = (isLogarithmic: boolean, low: number, high: number, wished: number) =>
  ticksOf({ label: '', isLogarithmic }, (low + high) / 2, high - low, wished).map(({ text }) => text);

describe('ticks of a chart of points', () => {
  it('stand at round numbers within what is looked at', () => {
    expect(textsOf(false, 280, 301, 5)).toEqual(['280', '285', '290', '295', '300']);
    expect(textsOf(false, -0.02, 0.32, 4)).toEqual(['0', '0.1', '0.2', '0.3']);
    expect(textsOf(false, 3, 3, 4)).toEqual([]);
  });

  it('stand at powers of ten, between few of them also at 2 and 5', () => {
    expect(textsOf(true, -1.1, 3.1, 5)).toEqual(['0.1', '1', '10', '100', '1,000']);
    expect(textsOf(true, -0.1, 1.1, 8)).toEqual(['1', '2', '5', '10']);
    expect(textsOf(true, -9, 9, 5)).toHaveLength(5);
  });

  it('say what ten to the place is where one looks closely', () => {
    expect(textsOf(true, 1, 1.02, 3).every((text) => Number(text) >= 10 && Number(text) <= 10.5)).toBe(true);
  });
});
