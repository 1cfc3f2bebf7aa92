import { expect, it } from 'vitest';
import { defaultPair } from './default-pair';
import { groupsOf } from './groups';

const about = { columns: ['x'], rows: 4, sampled: null, row_numbers: [] };

it('colours by category, the most frequent first', () => {
  const points = [[1, 'b'], [2, 'a'], [3, 'b'], [4, null]];

  expect(groupsOf({ ...about, points, colour: 'c', colour_kind: 'category' })).toEqual({
    names: ['b', 'a'],
    places: [0, 1, 0, -1],
  });
});

it('colours by number in parts of equal size', () => {
  const points = Array.from({ length: 10 }, (_, at) => [0, at]);

  const groups = groupsOf({ ...about, points, colour: 'n', colour_kind: 'number' });

  expect(groups?.names).toHaveLength(5);
  expect(groups?.places).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

it('begins with numbers, coloured by a category', () => {
  const column = (name: string, type: 'numeric' | 'categorical' | 'identifier') => {
    const rest = { dtype: 'int64', nullable: false, confidence: 1, missing: 0, distinct: 1, minimum: null, maximum: null };
    return { name, type, ...rest, examples: [] };
  };
  const schema = [column('id', 'identifier'), column('a', 'numeric'), column('b', 'numeric'), column('c', 'categorical')];

  expect(defaultPair(schema)).toEqual({ columns: ['a', 'b'], colour: 'c' });
});
