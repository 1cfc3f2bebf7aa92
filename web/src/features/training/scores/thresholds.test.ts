import { describe, expect, it } from 'vitest';
import { atThreshold, cheapest } from './thresholds';

const thresholds = {
  of: 'yes',
  other: 'no',
  threshold: [0, 0.5, 1],
  true_positives: [10, 8, 0],
  false_positives: [20, 2, 0],
  positives: 10,
  negatives: 20,
};

describe('thresholds', () => {
  it('tell what is found, missed and taken wrongly', () => {
    expect(atThreshold(thresholds, 0.5)).toEqual({ threshold: 0.5, found: 8, missed: 2, wrong: 2, recall: 0.8, precision: 0.8 });
    expect(atThreshold(thresholds, 1).precision).toBe(null);
  });

  it('are lower the more a missed one costs', () => {
    expect(cheapest(thresholds, 1, 1)).toEqual({ threshold: 0.5, cost: 4 });
    expect(cheapest(thresholds, 100, 1)).toEqual({ threshold: 0, cost: 20 });
  });
});
