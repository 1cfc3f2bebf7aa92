import { describe, expect, it } from 'vitest';
import { describeStep } from './describe-step';
import { stepFormOf } from './step-form';

const kind = {
  id: 'scale',
  name: 'Scale',
  group: 'Features',
  description: '',
  learns: true,
  schema: {
    properties: {
      columns: { type: ['array', 'null'], items: { type: 'string' }, 'x-control': 'columns', default: null },
      method: { type: 'string', enum: ['standard', 'minmax'], default: 'standard' },
      low: { type: 'number', default: 0, 'x-when': { method: ['minmax'] } },
      condition: { type: 'string', 'x-control': 'expression', default: '' },
    },
  },
};
const step = (params: Record<string, unknown>) => ({ id: 'a', type: 'scale', params });

describe('a step in words', () => {
  it('tells what was set, and not what matters to another choice', () => {
    expect(describeStep(step({ columns: ['age', 'fare'], method: 'standard', low: 3 }), kind)).toBe('age, fare · standard');
    expect(describeStep(step({ columns: null, method: 'minmax', low: 3 }), kind)).toBe('minmax · low 3');
    expect(describeStep(step({ names: [{ column: 'a', name: 'b' }] }))).toBe('a → b');
    expect(describeStep(step({ text: 'x'.repeat(200) })).length).toBe(90);
  });
});

describe('a step as a form', () => {
  const failed = (details: Record<string, unknown>, errors: { loc: (string | number)[]; msg: string }[] | null = null) => ({
    id: 'a',
    place: 0,
    state: 'failed' as const,
    error: { code: 'x', message: 'wrong', details, errors },
  });

  it('shows each problem at its parameter', () => {
    expect(stepFormOf(step({}), kind, failed({ parameter: 'columns' })).problems).toEqual({ columns: 'wrong' });
    expect(stepFormOf(step({}), kind, failed({})).problem).toBe('wrong');
    const several = failed({ parameter: 'low' }, [{ loc: ['steps', 0, 'params', 'low'], msg: 'too low' }]);
    expect(stepFormOf(step({}), kind, several).problems).toEqual({ low: 'too low' });
  });

  it('marks the wrong part of an expression', () => {
    const form = stepFormOf(step({ condition: 'aeg > 1' }), kind, failed({ parameter: 'condition', start: 0, end: 3 }));

    expect(form.wrongParts).toEqual({ condition: { start: 0, end: 3 } });
    expect(form.values).toEqual({ columns: null, method: 'standard', low: 0, condition: 'aeg > 1' });
  });
});
