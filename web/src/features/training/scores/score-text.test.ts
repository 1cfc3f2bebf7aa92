import { describe, expect, it } from 'vitest';
import type { ScoreLine } from '../../../api/scores';
import { formatShare } from '../../../lib/format';
import { beats, placeOf, scoreText } from './score-text';

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
  it('are shares between 0 and 1, and numbers otherwise', () => {
    expect(scoreText(line, 0.8)).toBe(formatShare(0.8));
    expect(scoreText({ minimum: -1, maximum: 1 }, 0.8)).toBe('0.8');
    expect(scoreText(line, null)).toBe('–');
  });

  it('beat a baseline only with their whole interval', () => {
    expect(beats(line, 0.6)).toBe(true);
    expect(beats(line, 0.75)).toBe(false);
    expect(beats({ ...line, better: 'lower' }, 1)).toBe(true);
    expect(beats(line, null)).toBe(null);
  });

  it('have a place between the ends of their score', () => {
    expect(placeOf({ ...line, minimum: -1, value: 0, low: -1, high: 1 })).toEqual({ low: 0, high: 1, value: 0.5 });
    expect(placeOf({ ...line, maximum: null })).toBe(null);
  });
});
