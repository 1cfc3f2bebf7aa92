import type { Condition } from '../../../../api/table';
import { icons } from '../../../../ui/icons';
import type { MenuEntry } from '../../../../ui/Menu';
import type { GridColumn } from './grid/content';
import { choosing, moved, pinToggled, shownColumns } from './look/columns';
import type { Look } from './look/look';
import { sortedBy, unsortedBy } from './look/sorting';

interface ColumnActs {
  change: (change: Partial<Look>) => void;
  keep: (condition: Condition) => void;
  fit: () => void;
}

/** What can be done with a column as a whole. */
export function columnMenu(column: GridColumn, look: Look, all: readonly string[], acts: ColumnActs): MenuEntry[] {
  const { name, isNullable } = column;
  const isSorted = look.sort.some((key) => key.column === name);
  const isPinned = look.pinned.includes(name);
  const shown = shownColumns(look, all);
  const sort = (descending: boolean) => acts.change({ sort: [{ column: name, descending }] });
  return [
    { label: 'Sort, smallest first', icon: icons.up, onChoose: () => sort(false) },
    { label: 'Sort, largest first', icon: icons.down, onChoose: () => sort(true) },
    isSorted
      ? { label: 'Do not sort by it', icon: icons.close, onChoose: () => acts.change({ sort: unsortedBy(look.sort, name) }) }
      : {
          label: 'Sort by it as well',
          icon: icons.plus,
          keys: 'Shift click',
          isDisabled: look.sort.length === 0,
          onChoose: () => acts.change({ sort: sortedBy(look.sort, name, true) }),
        },
    'line',
    { label: 'Only rows where it is missing', icon: icons.filter, isDisabled: !isNullable, onChoose: () => acts.keep({ column: name, operator: 'is_null' }) },
    { label: 'Without rows where it is missing', icon: icons.filter, isDisabled: !isNullable, onChoose: () => acts.keep({ column: name, operator: 'is_not_null' }) },
    'line',
    { label: isPinned ? 'Unpin' : 'Pin at the left', icon: icons.pin, onChoose: () => acts.change(pinToggled(look, name)) },
    { label: 'Move left', icon: icons.left, onChoose: () => acts.change(moved(look, name, -1, all)) },
    { label: 'Move right', icon: icons.right, onChoose: () => acts.change(moved(look, name, 1, all)) },
    { label: 'Fit its width', icon: icons.columns, onChoose: acts.fit },
    {
      label: 'Hide',
      icon: icons.hidden,
      isDisabled: shown.length === 1,
      onChoose: () => acts.change(choosing(look, shown.filter((one) => one !== name), all)),
    },
  ];
}
