import { describe, expect, it } from 'vitest';
import type { ScoreLine } from '../../../api/scores';
import { beats, placeOf } from './score-text';

const line: ScoreLine = {
  id: 'accuracy',
  of: null,
  value: 0.8,
  low: 0.7,
  high: 0.9,
  standard_error: 0.05,
  method: 'Wilson score',
  note: null,
  better: 'higher',
  minimum: 0,
  maximum: 1,
};

describe('scores', () => {
  it('beat a baseline only with their whole interval', () => {
    expect(beats(line, 0.6)).toBe(true);
    expect(beats(line, 0.75)).toBe(false);
    expect(beats({ ...line, better: 'lower' }, 1)).toBe(true);
    expect(beats(line, null)).toBe(null);
  });

  it('have a place between the ends of their score', () => {
    expect(placeOf({ ...line, minimum: -1, value: 0, low: -1, high: 1 })).toEqual({ low: 0, high: 1, value: 0.5, mark: null });
    expect(placeOf({ ...line, low: null })).toBe(null);
  });

  it('without an upper end are held against the largest of what stands beside them', () => {
    const error = { ...line, id: 'rmse', value: 2, low: 1, high: 4, maximum: null, baseline: 8, one_column: 5 };

    expect(placeOf(error)).toEqual({ low: 0.125, high: 0.5, value: 0.25, mark: 1 });
    expect(placeOf({ ...error, minimum: null, value: 0, low: -8, baseline: 0, one_column: 8 })).toEqual({ low: 0, high: 0.75, value: 0.5, mark: 0.5 });
  });
});
