import type { Column } from '../../../api/types';
import { classNames } from '../../../lib/class-names';
import { TypeBadge } from '../../../ui/TypeBadge';
import styles from './RowTable.module.css';

interface RowTableHeadProps {
  columns: readonly { name: string; dtype: string }[];
  schema: readonly Column[];
  marked: string | null;
}

/** Column names with their types. */
export function RowTableHead({ columns, schema, marked }: RowTableHeadProps) {
  const types = new Map(schema.map((column) => [column.name, column.type]));
  return (
    <thead>
      <tr>
        {columns.map(({ name, dtype }) => (
          <th
            key={name}
            scope="col"
            title={name}
            className={classNames(name === marked && styles.marked, types.get(name) === 'numeric' && styles.number)}
          >
            <div className={styles.head}>
              <span className={styles.name}>{name}</span>
              <TypeBadge type={types.get(name) ?? dtype} />
            </div>
          </th>
        ))}
      </tr>
    </thead>
  );
}
