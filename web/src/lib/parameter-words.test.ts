import { describe, expect, it } from 'vitest';
import { parameterInWords, valueInWords } from './parameter-words';
import { fieldsOf } from './schema/fields';

const fields = fieldsOf({
  properties: {
    n_estimators: { title: 'Rounds', type: 'integer' },
    c: { title: 'C', type: 'number' },
    max_depth: { title: 'Greatest depth', type: ['integer', 'null'], 'x-null-means': 'grow until pure' },
  },
});

describe('a parameter in a sentence', () => {
  it('is named as in the form, as a word among words', () => {
    expect(parameterInWords('n_estimators', fields)).toBe('rounds');
    expect(parameterInWords('c', fields)).toBe('C');
    expect(parameterInWords('learning_rate', [])).toBe('learning rate');
  });

  it('has its value told as the form tells it', () => {
    expect(valueInWords('max_depth', null, fields)).toBe('grow until pure');
    expect(valueInWords('n_estimators', 12_000, fields)).toBe('12,000');
    expect(valueInWords('balanced', true, fields)).toBe('on');
    expect(valueInWords('gone', null, fields)).toBe('automatic');
  });
});
