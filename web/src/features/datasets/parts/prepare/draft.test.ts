import { describe, expect, it } from 'vitest';
import type { RecipeStep } from '../../../../api/types';
import { edited, EMPTY_DRAFT, isDraft, moved, newStep, redone, toggled, undone, withColumn, withParam, withStep } from './draft';

const step = (id: string, params: Record<string, unknown> = {}): RecipeStep => ({ id, type: 'scale', params });
const ids = (steps: readonly RecipeStep[]) => steps.map((one) => one.id).join(' ');

describe('a draft', () => {
  it('undoes and does again', () => {
    const one = edited(EMPTY_DRAFT, [step('a')]);
    const two = edited(one, [step('a'), step('b')]);

    expect(ids(undone(two).steps)).toBe('a');
    expect(ids(redone(undone(two)).steps)).toBe('a b');
    expect(undone(undone(undone(two))).steps).toEqual([]);
    expect(redone(edited(undone(two), [step('c')])).steps).toEqual([step('c')]);
  });

  it('undoes what was typed in one go', () => {
    let draft = edited(EMPTY_DRAFT, [step('a')]);
    for (const text of ['a', 'ab', 'abc']) {
      draft = edited(draft, withParam(draft.steps, 'a', 'name', text), 'a.name');
    }

    expect(draft.steps[0]?.params).toEqual({ name: 'abc' });
    expect(undone(draft).steps).toEqual([step('a')]);
  });

  it('puts steps where they are wanted', () => {
    const steps = [step('a'), step('b'), step('c')];

    expect(ids(moved(steps, 'a', 2))).toBe('b c a');
    expect(ids(moved(steps, 'c', -5))).toBe('c a b');
    expect(ids(withStep(steps, step('x'), 'a'))).toBe('a x b c');
    expect(ids(withStep(steps, step('x'), null))).toBe('a b c x');
    expect(newStep([step('s1'), step('s3')], 'scale').id).toBe('s4');
    expect(newStep([step('s2')], 'scale').id).toBe('s3');
  });

  it('turns a step off and on', () => {
    const off = toggled([step('a')], 'a');

    expect(off[0]?.disabled).toBe(true);
    expect(toggled(off, 'a')[0]?.disabled).toBe(false);
  });

  it('speaks of another column wherever it spoke of one', () => {
    const steps = [
      step('a', { columns: ['fare'] }),
      step('b', { columns: ['fare', 'age'], condition: '[fare] > 1 and fare = [fares]', keys: [{ left: 'fare' }] }),
    ];

    expect(withColumn(steps, 1, 'fare', 'Fare]')).toEqual([
      step('a', { columns: ['fare'] }),
      step('b', {
        columns: ['Fare]', 'age'],
        condition: '[Fare]]] > 1 and fare = [fares]',
        keys: [{ left: 'Fare]' }],
      }),
    ]);
  });

  it('is told from what else may lie in the browser', () => {
    expect(isDraft(EMPTY_DRAFT)).toBe(true);
    expect(isDraft({ steps: [{}], past: [], future: [] })).toBe(false);
    expect(isDraft(null)).toBe(false);
  });
});
