import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { trainingsQuery } from '../../../api/queries';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { StateBadge } from '../../../ui/StateBadge';
import { Time } from '../../../ui/Time';
import { stateOf } from '../state-of';
import styles from './RecentRuns.module.css';

/** The last trainings, to look at again. */
export function RecentRuns() {
  const runs = useQuery(trainingsQuery());
  return (
    <Panel title="Recent runs" isFlush>
      <Faces
        of="runs"
        query={runs}
        empty={{
          when: (data) => data.sessions.length === 0,
          show: <EmptyState title="No run yet">Trainings appear here as soon as they start.</EmptyState>,
        }}
      >
        {(data) => (
          <ul>
            {data.sessions.map((session) => (
              <li key={session.session_id} className={styles.run}>
                <Link to={`/runs/${session.session_id}`} className={styles.title}>
                  {session.name}
                </Link>
                <span className={styles.state}>
                  <StateBadge state={stateOf(session.status)} />
                  <Time time={session.created_at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Faces>
    </Panel>
  );
}
