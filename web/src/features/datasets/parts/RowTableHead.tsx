import type { Column } from '../../../api/types';
import { classNames } from '../../../lib/class-names';
import { Icon } from '../../../ui/Icon';
import { icons } from '../../../ui/icons';
import { TypeBadge } from '../../../ui/TypeBadge';
import styles from './RowTable.module.css';

export interface Sorting {
  column: string | null;
  isDescending: boolean;
  onSort: (column: string) => void;
}

interface RowTableHeadProps {
  columns: readonly { name: string; dtype: string }[];
  schema: readonly Column[];
  marked: string | null;
  sorting: Sorting | undefined;
}

/** Column names with their types; where rows can be sorted, each name is a button. */
export function RowTableHead({ columns, schema, marked, sorting }: RowTableHeadProps) {
  const types = new Map(schema.map((column) => [column.name, column.type]));
  return (
    <thead>
      <tr>
        {columns.map(({ name, dtype }) => (
          <th
            key={name}
            scope="col"
            title={name}
            aria-sort={sortOf(name, sorting)}
            className={classNames(name === marked && styles.marked, types.get(name) === 'numeric' && styles.number)}
          >
            <div className={styles.head}>
              {sorting === undefined ? (
                <span className={styles.name}>{name}</span>
              ) : (
                <SortButton name={name} sorting={sorting} />
              )}
              <TypeBadge type={types.get(name) ?? dtype} />
            </div>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function SortButton({ name, sorting }: { name: string; sorting: Sorting }) {
  const isSorted = sorting.column === name;
  return (
    <button type="button" className={styles.sort} onClick={() => sorting.onSort(name)}>
      <span className={styles.name}>{name}</span>
      {isSorted && <Icon path={sorting.isDescending ? icons.down : icons.up} size={14} />}
    </button>
  );
}

function sortOf(name: string, sorting: Sorting | undefined) {
  if (sorting === undefined) return undefined;
  if (sorting.column !== name) return 'none';
  return sorting.isDescending ? 'descending' : 'ascending';
}
