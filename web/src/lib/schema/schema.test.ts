import { describe, expect, it } from 'vitest';
import { checkField } from './check';
import { fieldsFor, fieldsOf, initialValues, valuesFor, type Field } from './fields';
import { positionOf, scaleOf, SLIDER_STEPS, valueAt } from './slider';

const schema = {
  type: 'object',
  properties: {
    learning_rate: {
      title: 'Learning rate',
      description: 'How far each step goes.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.1,
      'x-log': true,
    },
    max_depth: { anyOf: [{ type: 'integer', minimum: 1, maximum: 100 }, { type: 'null' }], default: null },
    leaves: { type: ['integer', 'null'], minimum: 2, default: 31, 'x-advanced': true },
    criterion: { enum: ['gini', 'entropy'], default: 'gini' },
    bootstrap: { type: 'boolean', default: true },
    hidden_layers: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 1024 },
      minItems: 1,
      maxItems: 3,
      default: [64, 32],
    },
  },
};

function field(name: string): Field {
  const found = fieldsOf(schema).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

describe('fieldsOf', () => {
  it('reads every kind of field', () => {
    expect(fieldsOf(schema).map((one) => [one.name, one.shape.kind, one.nullable, one.advanced])).toEqual([
      ['learning_rate', 'number', false, false],
      ['max_depth', 'number', true, false],
      ['leaves', 'number', true, true],
      ['criterion', 'choice', false, false],
      ['bootstrap', 'toggle', false, false],
      ['hidden_layers', 'numbers', false, false],
    ]);
  });

  it('begins with the defaults', () => {
    expect(initialValues(fieldsOf(schema))).toEqual({
      learning_rate: 0.1,
      max_depth: null,
      leaves: 31,
      criterion: 'gini',
      bootstrap: true,
      hidden_layers: [64, 32],
    });
  });
});

describe('a field that matters only with a choice of another', () => {
  const solver = fieldsOf({
    properties: {
      solver: { enum: ['adam', 'sgd'], default: 'sgd' },
      momentum: { type: 'number', minimum: 0, maximum: 1, default: 0.9, 'x-when': { solver: ['sgd'] } },
    },
  });

  it('is there with that choice alone, and holds nothing back while it is not seen', () => {
    const wrong = { solver: 'adam', momentum: 7 };

    expect(fieldsFor(solver, wrong).map(({ name }) => name)).toEqual(['solver']);
    expect(valuesFor(solver, wrong)).toEqual({ solver: 'adam', momentum: 0.9 });
    expect(valuesFor(solver, { ...wrong, solver: 'sgd' })).toEqual({ solver: 'sgd', momentum: 7 });
  });
});

describe('checkField', () => {
  it.each([
    ['learning_rate', 0.5, null],
    ['learning_rate', 0, 'This must be above 0 and at most 1; got 0.'],
    ['learning_rate', null, 'A number is needed.'],
    ['max_depth', null, null],
    ['max_depth', 2.5, 'This must be a whole number; got 2.5.'],
    ['max_depth', 101, 'This must be between 1 and 100; got 101.'],
    ['criterion', 'other', 'Choose one of gini, entropy.'],
    ['criterion', 'ginni', 'There is no “ginni”; perhaps gini is meant. Choose one of gini, entropy.'],
    ['hidden_layers', [], 'Needs at least 1 entry.'],
    ['hidden_layers', [64, 0], 'This must be between 1 and 1024; got 0.'],
    ['hidden_layers', [64], null],
  ])('%s = %j', (name, value, problem) => {
    expect(checkField(field(name), value)).toBe(problem);
  });
});

describe('the slider', () => {
  const open = { minimum: null, maximum: null, exclusiveMinimum: null, exclusiveMaximum: null };

  it('needs both bounds', () => {
    expect(scaleOf({ ...open, minimum: 1 }, true, false)).toBeNull();
  });

  it.each([
    [1, 1000, true, false],
    [0.0001, 1, false, true],
    [0, 0.9, false, false],
    [1, 4096, true, true],
  ])('returns to its place between %d and %d', (minimum, maximum, integer, logarithmic) => {
    const scale = scaleOf({ ...open, minimum, maximum }, integer, logarithmic);
    if (scale === null) throw new Error('both bounds are there');

    for (let position = 0; position <= SLIDER_STEPS; position += 20) {
      const value = valueAt(position, scale);
      expect(value).toBeGreaterThanOrEqual(minimum);
      expect(value).toBeLessThanOrEqual(maximum);
      expect(valueAt(positionOf(value, scale), scale)).toBe(value);
    }
  });

  it('ends exactly at the bounds', () => {
    const scale = scaleOf({ ...open, exclusiveMinimum: 0, maximum: 1 }, false, true);
    if (scale === null) throw new Error('both bounds are there');

    expect(valueAt(SLIDER_STEPS, scale)).toBe(1);
    expect(valueAt(0, scale)).toBe(1e-6);
  });
});
