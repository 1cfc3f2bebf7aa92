import { describe, expect, it } from 'vitest';
import type { Condition, FilterNode } from '../../../../../api/table';
import {
  allOf,
  columnsIn,
  describeFilter,
  isComplete,
  partsOf,
  removedAt,
  replacedAt,
  typedValue,
  withOnly,
  withoutPart,
  withPart,
} from './filter-tree';

const OLD: Condition = { column: 'age', operator: 'gt', value: 30 };
const ROME: Condition = { column: 'city', operator: 'eq', value: 'Rome' };
const OSLO: Condition = { column: 'city', operator: 'eq', value: 'Oslo' };

describe('the parts of a filter', () => {
  it('are the members of an outer "and", or the filter itself', () => {
    expect(partsOf(null)).toEqual([]);
    expect(partsOf(OLD)).toEqual([OLD]);
    expect(partsOf({ op: 'and', of: [OLD, ROME] })).toEqual([OLD, ROME]);
    expect(partsOf({ op: 'or', of: [OLD, ROME] })).toHaveLength(1);
  });

  it('come and go', () => {
    const both = withPart(OLD, ROME);

    expect(both).toEqual({ op: 'and', of: [OLD, ROME] });
    expect(withPart(both, ROME)).toBe(both);
    expect(withoutPart(both, 0)).toEqual(ROME);
    expect(withoutPart(ROME, 0)).toBeNull();
    expect(withOnly(both, OSLO)).toEqual({ op: 'and', of: [OLD, OSLO] });
    expect(allOf([])).toBeNull();
  });
});

describe('the tree of a filter', () => {
  const tree: FilterNode = { op: 'and', of: [OLD, { op: 'or', of: [ROME, OSLO] }] };

  it('changes at one place and stays as it is elsewhere', () => {
    const changed = replacedAt(tree, [1, 0], { ...ROME, operator: 'ne' });

    expect(changed).toEqual({ op: 'and', of: [OLD, { op: 'or', of: [{ ...ROME, operator: 'ne' }, OSLO] }] });
  });

  it('loses a group with its last member', () => {
    const without = removedAt({ op: 'and', of: [OLD, { op: 'or', of: [ROME] }] }, [1, 0]);

    expect(without).toEqual({ op: 'and', of: [OLD] });
    expect(removedAt(tree, [])).toBeNull();
  });

  it('is told as a sentence', () => {
    expect(describeFilter(tree)).toBe('age is above 30 and (city is “Rome” or city is “Oslo”)');
    expect(describeFilter({ op: 'not', of: [ROME, OSLO] })).toBe('not (city is “Rome” or city is “Oslo”)');
    expect(describeFilter({ column: 'a', operator: 'in', values: [1, 2, 3, 4, 5] })).toBe('a is one of 1, 2, 3 and 2 more');
  });

  it('names its columns', () => {
    expect([...columnsIn(tree)]).toEqual(['age', 'city']);
  });

  it.each<[FilterNode, boolean]>([
    [{ column: 'a', operator: 'is_null' }, true],
    [{ column: 'a', operator: 'eq' }, false],
    [{ column: 'a', operator: 'eq', value: '' }, false],
    [{ column: 'a', operator: 'eq', value: false }, true],
    [{ column: 'a', operator: 'between', values: [1] }, false],
    [{ column: 'a', operator: 'between', values: [0, 0] }, true],
    [{ column: 'a', operator: 'in', values: [] }, false],
    [{ op: 'and', of: [] }, false],
  ])('is complete when each operator has what it wants: %j', (node, isReady) => {
    expect(isComplete(node)).toBe(isReady);
  });
});

describe('a typed value', () => {
  it('is a number where the column holds numbers and nothing is lost', () => {
    expect(typedValue('1.5', 'float64')).toBe(1.5);
    expect(typedValue('-3', 'int64')).toBe(-3);
    expect(typedValue('9007199254740993', 'int64')).toBe('9007199254740993');
    expect(typedValue('1.', 'float64')).toBe('1.');
  });

  it('is a truth or a text elsewhere', () => {
    expect(typedValue('true', 'bool')).toBe(true);
    expect(typedValue('007', 'str')).toBe('007');
    expect(typedValue('2020-01-01', 'date')).toBe('2020-01-01');
  });
});
