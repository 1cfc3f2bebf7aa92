import { Link } from 'react-router';
import type { Model } from '../../../api/types';
import { formatBytes } from '../../../lib/format';
import { headline } from '../../../lib/metrics';
import { taskName } from '../../../lib/tasks';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import styles from './ModelTable.module.css';

const COLUMNS: readonly TableColumn<Model>[] = [
  {
    id: 'name',
    title: 'Model',
    isWide: true,
    cell: (model) => (
      <div className={styles.name}>
        <Link to={`/models/${model.id}`} className={styles.link}>
          {model.name}
        </Link>
        <span className={styles.algorithm}>{model.algorithm_name}</span>
      </div>
    ),
  },
  { id: 'target', title: 'Predicts', cell: (model) => (model.describes === null ? <code>{model.target}</code> : '–') },
  { id: 'task', title: 'Task', cell: (model) => taskName(model.task) },
  { id: 'metric', title: 'Result', cell: (model) => <Result model={model} /> },
  { id: 'size', title: 'Size', isNumber: true, cell: (model) => formatBytes(model.size_bytes) },
  { id: 'created', title: 'Trained', cell: (model) => <Time time={model.created_at} /> },
];

export function ModelTable({ models }: { models: readonly Model[] }) {
  return <Table caption="Models, newest first" columns={COLUMNS} rows={models} rowKey={(model) => model.id} />;
}

function Result({ model }: { model: Model }) {
  const metric = headline(model.metrics);
  if (metric === null) return '–';
  return (
    <span className={styles.result}>
      <strong>{metric.text}</strong> {metric.label}
    </span>
  );
}
