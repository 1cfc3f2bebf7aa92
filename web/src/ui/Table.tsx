import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Table.module.css';

export interface TableColumn<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** Takes what is left of the width; the others take what they need. */
  isWide?: boolean;
}

interface TableProps<Row> {
  caption: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  isCurrent?: (row: Row) => boolean;
}

/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   cards are no table boxes, and browsers then forget the roles unless they are written down */

/** A list of things; on a narrow screen each row becomes a card with its own labels. */
export function Table<Row>({ caption, columns, rows, rowKey, isCurrent }: TableProps<Row>) {
  return (
    <table className={styles.table} role="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              className={classNames(column.isNumber && styles.number, column.isWide && styles.wide)}
            >
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row" aria-current={isCurrent?.(row) === true || undefined}>
            {columns.map((column) => (
              <td
                key={column.id}
                role="cell"
                data-label={column.title}
                className={classNames(column.isNumber && styles.number)}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
