import { Link } from 'react-router';
import type { TrainingSession } from '../../../api/answers';
import { StateBadge } from '../../../ui/StateBadge';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import { stateOf } from '../state-of';
import styles from './RecentRuns.module.css';

const COLUMNS: readonly TableColumn<TrainingSession>[] = [
  {
    id: 'name',
    title: 'Run',
    isWide: true,
    cell: (run) => (
      <Link to={`/runs/${run.session_id}`} className={styles.title}>
        {run.name}
      </Link>
    ),
  },
  { id: 'state', title: 'State', cell: (run) => <StateBadge state={stateOf(run.status)} /> },
  { id: 'from', title: 'From', cell: (run) => (run.source === 'external' ? 'a program' : 'this page') },
  { id: 'created', title: 'Begun', cell: (run) => <Time time={run.created_at} /> },
];

export function RunTable({ runs }: { runs: readonly TrainingSession[] }) {
  return <Table caption="Runs, newest first" columns={COLUMNS} rows={runs} rowKey={(run) => run.session_id} />;
}
