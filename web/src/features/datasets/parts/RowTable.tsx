import { useState } from 'react';
import type { Column, Preview } from '../../../api/types';
import { classNames } from '../../../lib/class-names';
import { ScrollBox } from '../../../lib/ScrollBox';
import { CellValue } from '../../../ui/CellValue';
import { ColumnPager, COLUMNS_SHOWN } from './ColumnPager';
import { RowTableHead } from './RowTableHead';
import styles from './RowTable.module.css';

interface RowTableProps {
  page: Preview;
  schema: readonly Column[];
  label: string;
  /** The column to predict, set apart. */
  marked?: string | null;
}

/** Rows of a table as they are; only so many columns at once, since a table may have thousands. */
export function RowTable({ page, schema, label, marked = null }: RowTableProps) {
  const [first, setFirst] = useState(0);
  const columns = page.columns.slice(first, first + COLUMNS_SHOWN);
  const isNumeric = new Set(schema.filter((one) => one.type === 'numeric').map((one) => one.name));
  return (
    <div>
      <ColumnPager first={first} total={page.columns.length} onChange={setFirst} />
      <ScrollBox label={label} className={styles.box}>
        <table className={styles.table}>
          <RowTableHead columns={columns} schema={schema} marked={marked} />
          <tbody>
            {page.rows.map((row, number) => (
              <tr key={page.page * page.page_size + number}>
                {columns.map(({ name }) => (
                  <td
                    key={name}
                    className={classNames(isNumeric.has(name) && styles.number, name === marked && styles.marked)}
                  >
                    <CellValue value={row[name]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}
