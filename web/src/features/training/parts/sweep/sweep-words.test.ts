import { describe, expect, it } from 'vitest';
import { readSweep, type Sweep, type SweepValue } from '../../sweep';
import { aboutSweep, bestOf } from './sweep-words';

function value(at: unknown, validation: number | null, spread = 0.01): SweepValue {
  const ends = validation === null ? { low: null, high: null } : { low: validation - spread, high: validation + spread };
  return { value: at, train: validation, validation, problem: null, ...ends };
}

function sweep(values: SweepValue[], part: Partial<Sweep> = {}): Sweep {
  return { metric: 'accuracy', rows: 2000, ofRows: 30_000, isWhole: true, values, ...part };
}

describe('bestOf', () => {
  it('finds the best, and those that cannot be told from it', () => {
    const found = bestOf(sweep([value(1, 0.7), value(2, 0.805), value(3, 0.81), value(4, null)]));

    expect(found).toEqual({ best: 2, tied: new Set([1]) });
  });

  it('takes the lowest of an error', () => {
    expect(bestOf(sweep([value(1, 3), value(2, 2)], { metric: 'rmse' }))).toEqual({ best: 1, tied: new Set() });
  });

  it('finds nothing where nothing was judged', () => {
    expect(bestOf(sweep([value(1, null)]))).toEqual({ best: null, tied: new Set() });
  });
});

describe('aboutSweep', () => {
  it('says on what it rests, and whether there is more to come', () => {
    const whole = aboutSweep(sweep([]), true);
    expect(whole).toMatch(/^Accuracy on 2,000 of 30,000 rows/);
    expect(whole).toMatch(/best value may be another\.$/);
    expect(aboutSweep(sweep([], { isWhole: false }), false)).toContain('(more come)');
    expect(aboutSweep(sweep([], { isWhole: false }), true)).toContain('(ended before all were tried)');
  });
});

describe('readSweep', () => {
  it('finds nothing in one that was stopped before a value was tried', () => {
    expect(readSweep({ metric: '', rows: 569, of_rows: 569, is_whole: false, values: [] })).toBeNull();
  });
});
