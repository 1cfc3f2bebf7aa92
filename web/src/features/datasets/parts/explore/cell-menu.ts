import type { Condition, Scalar } from '../../../../api/table';
import { icons } from '../../../../ui/icons';
import type { MenuEntry } from '../../../../ui/Menu';
import type { GridCell } from './grid/cells';
import type { GridColumn } from './grid/content';

interface CellActs {
  keep: (condition: Condition) => void;
  open: () => void;
  copy: () => void;
}

/** What can be done with a cell: filters that come from its value, the whole of it, a copy. */
export function cellMenu(cell: GridCell, column: GridColumn, acts: CellActs): MenuEntry[] {
  const filters = conditionsFrom(cell, column).map(({ words, condition }) => ({
    label: words,
    icon: icons.filter,
    onChoose: () => acts.keep(condition),
  }));
  return [
    ...filters,
    ...(filters.length > 0 ? (['line'] as const) : []),
    { label: 'Show the whole cell', icon: icons.search, keys: 'Enter', onChoose: acts.open },
    { label: 'Copy', icon: icons.copy, keys: 'Ctrl C', onChoose: acts.copy },
  ];
}

interface Offer {
  words: string;
  condition: Condition;
}

/** The filters that a cell suggests: only rows like it, all but these, those above or below it. */
export function conditionsFrom(cell: GridCell, { name: column, family }: GridColumn): Offer[] {
  if (cell.special === 'nan') return [{ words: 'Only NaN', condition: { column, operator: 'is_nan' } }];
  if (cell.special !== undefined) return [{ words: 'Only infinite', condition: { column, operator: 'is_infinite' } }];
  if (cell.value === null) {
    return [
      { words: 'Only missing', condition: { column, operator: 'is_null' } },
      { words: 'Without missing', condition: { column, operator: 'is_not_null' } },
    ];
  }
  if (cell.value === '') return [{ words: 'Only empty texts', condition: { column, operator: 'is_empty' } }];
  // Of a text that was cut only the beginning is known.
  if (cell.fullLength !== undefined) {
    return [{ words: 'Only those that begin so', condition: { column, operator: 'starts_with', value: cell.value } }];
  }
  const { value } = cell;
  const said = shortly(value);
  return [
    { words: `Only ${said}`, condition: { column, operator: 'eq', value } },
    { words: `Without ${said}`, condition: { column, operator: 'ne', value } },
    ...(family === 'text' || family === 'truth' ? [] : ends(column, value, said)),
  ];
}

function ends(column: string, value: Scalar, said: string): Offer[] {
  return [
    { words: `At least ${said}`, condition: { column, operator: 'ge', value } },
    { words: `At most ${said}`, condition: { column, operator: 'le', value } },
  ];
}

function shortly(value: Scalar): string {
  const text = String(value);
  return text.length > 28 ? `“${text.slice(0, 27)}…”` : typeof value === 'string' ? `“${text}”` : text;
}
