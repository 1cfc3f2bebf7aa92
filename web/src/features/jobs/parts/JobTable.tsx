import { Link } from 'react-router';
import type { Job } from '../../../api/types';
import { formatDuration, secondsBetween } from '../../../lib/format';
import { isFinished } from '../../../lib/job-words';
import { useNow } from '../../../lib/use-now';
import { StateBadge } from '../../../ui/StateBadge';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import styles from './JobTable.module.css';
import { LiveProgress } from './LiveProgress';

interface JobTableProps {
  jobs: readonly Job[];
  openId: string | null;
}

const COLUMNS: readonly TableColumn<Job>[] = [
  {
    id: 'title',
    title: 'Job',
    isWide: true,
    cell: (job) => (
      <div className={styles.title}>
        <Link to={`/jobs/${job.id}`} className={styles.link}>
          {job.title}
        </Link>
        <span className={styles.kind}>{job.kind}</span>
      </div>
    ),
  },
  { id: 'state', title: 'State', cell: (job) => <StateBadge state={job.state} /> },
  {
    id: 'progress',
    title: 'Progress',
    cell: (job) => {
      if (job.error !== null) return <span className={styles.error}>{job.error.message}</span>;
      if (isFinished(job.state)) return null;
      return (
        <div className={styles.progress}>
          <LiveProgress job={job} />
        </div>
      );
    },
  },
  { id: 'created', title: 'Created', cell: (job) => <Time time={job.created_at} /> },
  { id: 'duration', title: 'Duration', isNumber: true, cell: (job) => <Duration job={job} /> },
];

export function JobTable({ jobs, openId }: JobTableProps) {
  return (
    <Table
      caption="Jobs, newest first"
      columns={COLUMNS}
      rows={jobs}
      rowKey={(job) => job.id}
      isCurrent={(job) => job.id === openId}
    />
  );
}

function Duration({ job }: { job: Job }) {
  const isRunning = job.started_at !== null && job.finished_at === null;
  const now = useNow(isRunning ? 1000 : null);
  if (job.started_at === null) return '–';
  return formatDuration(secondsBetween(job.started_at, job.finished_at, now));
}
