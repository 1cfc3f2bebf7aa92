import { describe, expect, it } from 'vitest';
import { choosing, moved, pinToggled, shownColumns, toggled } from './columns';
import { sortedBy } from './sorting';

const ALL = ['a', 'b', 'c', 'd'];
const PLAIN = { columns: null, pinned: [] };

describe('shown columns', () => {
  it('are all of them, pinned ones first, none that the table does not have', () => {
    expect(shownColumns(PLAIN, ALL)).toEqual(ALL);
    expect(shownColumns({ columns: ['d', 'x', 'a'], pinned: ['a', 'y'] }, ALL)).toEqual(['a', 'd']);
  });

  it('are hidden and shown again where they stood', () => {
    const hidden = toggled(PLAIN, 'b', ALL);

    expect(hidden.columns).toEqual(['a', 'c', 'd']);
    expect(toggled(hidden, 'b', ALL).columns).toBeNull();
  });

  it('come last where the order is a person’s own', () => {
    expect(toggled({ columns: ['c', 'a'], pinned: [] }, 'b', ALL).columns).toEqual(['c', 'a', 'b']);
  });

  it('never vanish all', () => {
    expect(toggled({ columns: ['c'], pinned: [] }, 'c', ALL).columns).toEqual(['c']);
  });

  it('move, pinned ones among themselves', () => {
    expect(moved(PLAIN, 'c', -1, ALL).columns).toEqual(['a', 'c', 'b', 'd']);
    expect(moved(PLAIN, 'a', -1, ALL).columns).toBeNull();
    expect(moved({ columns: null, pinned: ['d', 'a'] }, 'd', 1, ALL).pinned).toEqual(['a', 'd']);
  });

  it('lose their pin when they are hidden', () => {
    expect(choosing({ columns: null, pinned: ['a'] }, ['b', 'c'], ALL)).toEqual({ columns: ['b', 'c'], pinned: [] });
    expect(pinToggled({ columns: null, pinned: ['a'] }, 'a').pinned).toEqual([]);
  });
});

describe('sorting by clicks', () => {
  it('goes up, down, and back to the order of the file', () => {
    const up = sortedBy([], 'a', false);
    const down = sortedBy(up, 'a', false);

    expect(up).toEqual([{ column: 'a', descending: false }]);
    expect(down).toEqual([{ column: 'a', descending: true }]);
    expect(sortedBy(down, 'a', false)).toEqual([]);
  });

  it('keeps the other keys, in their order, with shift', () => {
    const two = sortedBy(sortedBy([], 'a', false), 'b', true);
    const turned = sortedBy(two, 'a', true);

    expect(two.map(({ column }) => column)).toEqual(['a', 'b']);
    expect(turned).toEqual([{ column: 'a', descending: true }, { column: 'b', descending: false }]);
    expect(sortedBy(turned, 'a', true)).toEqual([{ column: 'b', descending: false }]);
    expect(sortedBy(two, 'c', false)).toEqual([{ column: 'c', descending: false }]);
  });
});
