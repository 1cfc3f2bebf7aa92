import { useState } from 'react';
import type { Column, Dataset } from '../../../api/types';
import { formatCount, formatShare } from '../../../lib/format';
import { CellValue } from '../../../ui/CellValue';
import { EmptyState } from '../../../ui/EmptyState';
import { Panel } from '../../../ui/Panel';
import { SearchInput } from '../../../ui/SearchInput';
import { Table, type TableColumn } from '../../../ui/Table';
import { TypeBadge } from '../../../ui/TypeBadge';
import styles from './ColumnList.module.css';

const SHOWN = 200;

/** What every column holds: its type, its gaps, its range, a few of its values. */
export function ColumnList({ dataset }: { dataset: Dataset }) {
  const [search, setSearch] = useState('');
  const schema = dataset.schema ?? [];
  const matching = schema.filter((column) => column.name.toLowerCase().includes(search.toLowerCase()));
  if (schema.length === 0) {
    return <EmptyState title="No columns known">The import of this table left no description of its columns.</EmptyState>;
  }
  return (
    <Panel
      title="Columns"
      isFlush
      aside={formatCount(schema.length)}
      actions={<SearchInput label="Search columns" value={search} onChange={setSearch} />}
    >
      <Table
        caption="Columns of the table"
        columns={columnsFor(dataset.rows ?? 0)}
        rows={matching.slice(0, SHOWN)}
        rowKey={(column) => column.name}
      />
      {matching.length > SHOWN && (
        <p className={styles.more}>{`${formatCount(matching.length - SHOWN)} more columns; search to see them.`}</p>
      )}
      {matching.length === 0 && <EmptyState title="No column matches">{`No column is called like “${search}”.`}</EmptyState>}
    </Panel>
  );
}

function columnsFor(rows: number): TableColumn<Column>[] {
  return [
    { id: 'name', title: 'Column', cell: (column) => <strong className={styles.name} title={column.name}>{column.name}</strong> },
    { id: 'type', title: 'Type', cell: (column) => <TypeBadge type={column.type} /> },
    { id: 'missing', title: 'Missing', isNumber: true, cell: (column) => <Missing column={column} rows={rows} /> },
    {
      id: 'distinct',
      title: 'Distinct',
      isNumber: true,
      cell: (column) => (column.distinct === null ? '–' : formatCount(column.distinct)),
    },
    { id: 'range', title: 'Range', cell: (column) => <RangeOf column={column} /> },
    { id: 'examples', title: 'Examples', isWide: true, cell: (column) => <Examples column={column} /> },
  ];
}

function Missing({ column, rows }: { column: Column; rows: number }) {
  if (column.missing === 0) return <span className={styles.faint}>none</span>;
  const share = rows > 0 ? ` (${formatShare(column.missing / rows)})` : '';
  return `${formatCount(column.missing)}${share}`;
}

function RangeOf({ column }: { column: Column }) {
  if (column.minimum === null || column.maximum === null) return '–';
  return (
    <span className={styles.range}>
      <CellValue value={column.minimum} /> … <CellValue value={column.maximum} />
    </span>
  );
}

function Examples({ column }: { column: Column }) {
  return (
    <span className={styles.examples}>
      {column.examples.slice(0, 4).map((example) => (
        <span key={String(example)} className={styles.example}>
          <CellValue value={example} />
        </span>
      ))}
    </span>
  );
}
