import type { SortKey } from '../../../../../api/table';

/** A click on a column's name: up, down, as stored; with shift the other keys stay. */
export function sortedBy(sort: readonly SortKey[], column: string, isAdded: boolean): SortKey[] {
  const held = sort.find((key) => key.column === column);
  const others = isAdded ? sort.filter((key) => key.column !== column) : [];
  if (held === undefined) return [...others, { column, descending: false }];
  if (held.descending) return others;
  return isAdded
    ? sort.map((key) => (key.column === column ? { column, descending: true } : key))
    : [{ column, descending: true }];
}

/** The sorting with one column in a given direction, the others as they were. */
export function turned(sort: readonly SortKey[], column: string): SortKey[] {
  return sort.map((key) => (key.column === column ? { column, descending: !key.descending } : key));
}

export function unsortedBy(sort: readonly SortKey[], column: string): SortKey[] {
  return sort.filter((key) => key.column !== column);
}
