import { describe, expect, it } from 'vitest';
import { readSweep, type Sweep, type SweepValue } from '../../sweep';
import { aboutSweep, bestOf, stopText } from './sweep-words';

function value(at: unknown, validation: number | null, spread = 0.01): SweepValue {
  const ends = validation === null ? { low: null, high: null } : { low: validation - spread, high: validation + spread };
  return { value: at, train: validation, validation, problem: null, seeds: 3, stopped: null, ...ends };
}

function sweep(values: SweepValue[], part: Partial<Sweep> = {}): Sweep {
  return { metric: 'accuracy', rows: 2000, ofRows: 30_000, budgetS: 60, isWhole: true, values, ...part };
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
    const whole = aboutSweep(sweep([]), 'over');
    expect(whole).toMatch(/^Accuracy on 2,000 of 30,000 rows/);
    expect(whole).toMatch(/best value may be another\.$/);
    expect(aboutSweep(sweep([], { isWhole: false }), 'going')).toContain('(more come)');
    expect(aboutSweep(sweep([], { isWhole: false }), 'stopped')).toContain('(stopped before all were tried)');
  });

  it('says what the time cut off', () => {
    const stopped = { step: 12, total: 10_000, unit: 'epoch' };
    const cut = sweep([{ ...value(1, 0.7), seeds: 1, stopped }, { ...value(2, 0.8), seeds: 2 }, value(3, 0.9)], { isWhole: false });

    const told = aboutSweep(cut, 'over');

    expect(told).toContain('One value was stopped when its share of the 60 seconds was over, and stands at the best until then');
    expect(told).toContain('The 60 seconds were over before 2 of 3 values had all three seeds');
    expect(aboutSweep(cut, 'going')).not.toContain('were over before');
    expect(stopText(stopped)).toBe('stopped at epoch 12 of 10,000');
  });
});

describe('readSweep', () => {
  it('finds nothing in one that was stopped before a value was tried', () => {
    expect(readSweep({ metric: '', rows: 569, of_rows: 569, is_whole: false, values: [] })).toBeNull();
  });

  it('knows where a value was stopped, and of older ones that none was', () => {
    const one = { value: 1, train: 0.9, validation: 0.8, low: 0.8, high: 0.8, problem: null, seeds: 1 };
    const stopped = { step: 12, total: 50, unit: 'epoch' };
    const read = readSweep({ metric: 'accuracy', rows: 10, of_rows: 10, is_whole: false, budget_s: 60, values: [one, { ...one, stopped }] });

    expect(read?.values.map((each) => each.stopped)).toEqual([null, stopped]);
    expect(readSweep({ rows: 10, of_rows: 10, values: [one] })?.budgetS).toBeNull();
  });
});
