import { Link } from 'react-router';
import type { Dataset } from '../../../api/types';
import { formatBytes, formatCount } from '../../../lib/format';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import { DatasetState } from './DatasetState';
import styles from './DatasetTable.module.css';

const COLUMNS: readonly TableColumn<Dataset>[] = [
  {
    id: 'name',
    title: 'Name',
    isWide: true,
    cell: (dataset) => (
      <div className={styles.name}>
        <Link to={`/data/${dataset.id}`} className={styles.link}>
          {dataset.name}
        </Link>
        {dataset.error !== null && <span className={styles.error}>{dataset.error}</span>}
      </div>
    ),
  },
  { id: 'state', title: 'State', cell: (dataset) => <DatasetState dataset={dataset} /> },
  { id: 'rows', title: 'Rows', isNumber: true, cell: (dataset) => countOrDash(dataset.rows) },
  { id: 'columns', title: 'Columns', isNumber: true, cell: (dataset) => countOrDash(dataset.columns) },
  { id: 'size', title: 'Size', isNumber: true, cell: (dataset) => formatBytes(dataset.size_bytes) },
  { id: 'created', title: 'Added', cell: (dataset) => <Time time={dataset.created_at} /> },
];

export function DatasetTable({ datasets }: { datasets: readonly Dataset[] }) {
  return <Table caption="Datasets" columns={COLUMNS} rows={datasets} rowKey={(dataset) => dataset.id} />;
}

function countOrDash(count: number | null): string {
  return count === null ? '–' : formatCount(count);
}
