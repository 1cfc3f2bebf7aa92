import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../lib/schema/fields';
import { choiceText } from './choice-words';

const fields = fieldsOf({
  properties: {
    rounds: { title: 'Rounds', type: 'integer', default: 100 },
    depth: { title: 'Depth', type: ['integer', 'null'], default: null, 'x-null-means': 'no limit' },
  },
});

describe('what somebody else chose', () => {
  it.each([
    ['selected_algorithm', 'boost', 'chose LightGBM'],
    ['hyperparameters', undefined, 'went back to the defaults'],
    ['hyperparameters', { rounds: 7 }, 'began from a preset'],
    ['hyperparameters.rounds', 300, 'set Rounds to 300'],
    ['hyperparameters.rounds', undefined, 'reset Rounds'],
    ['hyperparameters.depth', null, 'set Depth to no limit'],
    ['hyperparameters.of_another_algorithm', 3, null],
    ['selected_algorithm', undefined, null],
  ])('%s %s', (path, value, text) => {
    expect(choiceText({ path, value }, 'LightGBM', fields)).toBe(text);
  });
});
