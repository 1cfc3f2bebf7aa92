import { describe, expect, it } from 'vitest';
import { alignSeries } from './align';

describe('alignSeries', () => {
  it('joins lines with different steps', () => {
    const train = { label: 'train', steps: [1, 2, 3], values: [0.9, 0.8, 0.7] };
    const validation = { label: 'validation', steps: [2, 4], values: [0.85, null] };

    expect(alignSeries([train, validation])).toEqual([
      [1, 2, 3, 4],
      [0.9, 0.8, 0.7, undefined],
      [undefined, 0.85, undefined, null],
    ]);
  });

  it('has an axis even without lines', () => {
    expect(alignSeries([])).toEqual([[]]);
  });
});
