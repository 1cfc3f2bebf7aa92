import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { jobsQuery } from '../../../api/queries';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { StateBadge } from '../../../ui/StateBadge';
import { Time } from '../../../ui/Time';
import styles from './RecentRuns.module.css';

const SHOWN = 6;

/** The last trainings, to look at again. */
export function RecentRuns() {
  const runs = useInfiniteQuery(jobsQuery({ state: null, kind: 'training.fit' }));
  return (
    <Panel title="Recent runs" isFlush>
      <Faces
        of="runs"
        query={runs}
        empty={{
          when: (data) => (data.pages[0]?.jobs.length ?? 0) === 0,
          show: <EmptyState title="No run yet">Trainings appear here as soon as they start.</EmptyState>,
        }}
      >
        {(data) => (
          <ul>
            {data.pages[0]?.jobs.slice(0, SHOWN).map((job) => (
              <li key={job.id} className={styles.run}>
                <Link to={`/runs/${job.id}`} className={styles.title}>
                  {job.title}
                </Link>
                <span className={styles.state}>
                  <StateBadge state={job.state} />
                  <Time time={job.created_at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Faces>
    </Panel>
  );
}
