import { useState } from 'react';
import type { Column, Dataset, Storage } from '../../../../api/types';
import { formatCount } from '../../../../lib/format';
import { EmptyState } from '../../../../ui/EmptyState';
import { Panel } from '../../../../ui/Panel';
import { SearchInput } from '../../../../ui/SearchInput';
import { Select } from '../../../../ui/Select';
import { Table, type TableColumn } from '../../../../ui/Table';
import styles from './FileView.module.css';
import { MeaningChoice } from './MeaningChoice';
import { isStorage, storages, storageWords } from './reading';

const SHOWN = 100;

interface ColumnReadingsProps {
  dataset: Dataset;
  types: Record<string, Storage>;
  onType: (column: Column, type: string) => void;
}

/** How each column is stored, which reading the file again may change, and what it means. */
export function ColumnReadings({ dataset, types, onType }: ColumnReadingsProps) {
  const [search, setSearch] = useState('');
  const schema = dataset.schema ?? [];
  const matching = schema.filter((column) => column.name.toLowerCase().includes(search.toLowerCase()));
  const columns: TableColumn<Column>[] = [
    { id: 'name', title: 'Column', cell: (column) => <strong className={styles.name}>{column.name}</strong> },
    {
      id: 'stored',
      title: 'Stored as',
      cell: (column) => (
        <Select
          aria-label={`How ${column.name} is stored`}
          placeholder={`found out: ${isStorage(column.dtype) ? storageWords[column.dtype] : column.dtype}`}
          options={storages.map((storage) => ({ value: storage, label: storageWords[storage] }))}
          value={types[column.name] ?? ''}
          onChange={(type) => onType(column, type)}
        />
      ),
    },
    { id: 'means', title: 'Means', cell: (column) => <MeaningChoice datasetId={dataset.id} column={column} /> },
  ];
  return (
    <Panel
      title="Columns"
      isFlush
      aside={formatCount(schema.length)}
      actions={<SearchInput label="Search columns" value={search} onChange={setSearch} />}
    >
      <Table caption="How columns are read" columns={columns} rows={matching.slice(0, SHOWN)} rowKey={(column) => column.name} />
      {matching.length > SHOWN && (
        <p className={styles.more}>{`${formatCount(matching.length - SHOWN)} more columns; search to see them.`}</p>
      )}
      {matching.length === 0 && <EmptyState title="No column matches">{`No column is called like “${search}”.`}</EmptyState>}
    </Panel>
  );
}
