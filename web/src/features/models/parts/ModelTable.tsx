import { Link } from 'react-router';
import type { Model } from '../../../api/types';
import { formatBytes } from '../../../lib/format';
import { headline } from '../../../lib/metrics';
import { taskName } from '../../../lib/tasks';
import { AgainstMark } from '../../../ui/AgainstMark';
import { Badge } from '../../../ui/Badge';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import styles from './ModelTable.module.css';
import { StageBadge, VersionWords } from './registry/StageBadge';

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
        <span className={styles.marks}>
          {model.registered !== null && <VersionWords registered={model.registered} />}
          {model.registered === null && model.archived_at !== null && <StageBadge stage="archived" />}
          {model.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      </div>
    ),
  },
  { id: 'target', title: 'Predicts', cell: (model) => (model.describes === null ? <code>{model.target}</code> : '–') },
  { id: 'task', title: 'Task', cell: (model) => taskName(model.task) },
  { id: 'metric', title: 'Result', cell: (model) => <Result model={model} /> },
  { id: 'size', title: 'Size', isNumber: true, cell: (model) => formatBytes(model.size_bytes) },
  { id: 'created', title: 'Trained', cell: (model) => <Time time={model.created_at} /> },
];

interface ModelTableProps {
  models: readonly Model[];
  /** Which are ticked, to do something with them; without it none can be. */
  ticked?: ReadonlySet<string>;
  onTick?: (id: string) => void;
}

export function ModelTable({ models, ticked, onTick }: ModelTableProps) {
  const tick: TableColumn<Model> = {
    id: 'tick',
    title: 'Choose',
    cell: (model) => (
      <input
        type="checkbox"
        aria-label={`Choose ${model.name}`}
        checked={ticked?.has(model.id) === true}
        onChange={() => onTick?.(model.id)}
      />
    ),
  };
  const columns = onTick === undefined ? COLUMNS : [tick, ...COLUMNS];
  return <Table caption="Models, newest first" columns={columns} rows={models} rowKey={(model) => model.id} />;
}

function Result({ model }: { model: Model }) {
  const metric = headline(model.metrics);
  if (metric === null) return '–';
  return (
    <span className={styles.result}>
      <AgainstMark count={model.against} />
      <strong>{metric.text}</strong> {metric.label}
    </span>
  );
}
