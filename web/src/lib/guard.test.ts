import { describe, expect, test } from 'vitest';
import { isSettled, openFindings, remedyOf, type Chosen, type Finding, type Fix, type Looked } from './guard';

const NOTHING: Fix = { leave_out: [], group: null, time: null };

function finding(id: string, fix: Partial<Fix>, severity: Finding['severity'] = 'serious'): Finding {
  return { id, kind: 'copy', severity, columns: [], strength: 1, meaning: '', why: '', fix: { ...NOTHING, ...fix }, tells: true };
}

function planOf(features: readonly string[], split: Partial<Chosen> = {}): Chosen {
  return { features, group: null, time: null, ...split };
}

const looked = (...findings: Finding[]): Looked => ({ findings, step: null, rows: 9, of_rows: 9 });

describe('the guard', () => {
  test('a finding is settled once none of its columns is learned from', () => {
    const copy = finding('a', { leave_out: ['x', 'y'] });

    expect(isSettled(copy, planOf(['y', 'z']))).toBe(false);
    expect(isSettled(copy, planOf(['z']))).toBe(true);
  });

  test('things are kept together only by their own column, time by any', () => {
    const stars = finding('a', { group: 'star' });
    const days = finding('b', { time: 'day' });

    expect([isSettled(stars, planOf(['x'], { group: 'star' })), isSettled(stars, planOf(['x'], { group: 'z' }))]).toEqual([true, false]);
    expect(isSettled(days, planOf(['x'], { time: 'month' }))).toBe(true);
  });

  test('a run is started against what is serious and open', () => {
    const found = looked(finding('a', { leave_out: ['x'] }), finding('b', { leave_out: ['y'] }, 'warning'), finding('c', { leave_out: ['z'] }));

    expect(openFindings(found, planOf(['x', 'y'])).map(({ id }) => id)).toEqual(['a']);
  });

  test('all that is proposed leaves notices alone and splits in one way', () => {
    const found = looked(
      finding('a', { group: 'star' }),
      finding('b', { leave_out: ['x'] }),
      finding('c', { time: 'day' }, 'warning'),
      finding('d', { leave_out: ['score'] }, 'notice'),
    );

    expect(remedyOf(found)).toEqual({ leaveOut: ['x'], group: 'star', time: null });
  });
});
