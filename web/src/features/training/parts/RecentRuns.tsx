import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { trainingsQuery } from '../../../api/queries';
import { itemsOf } from '../../../lib/pages';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { StateBadge } from '../../../ui/StateBadge';
import { Time } from '../../../ui/Time';
import { usePeople } from '../runs-queries';
import { stateOf } from '../state-of';
import styles from './RecentRuns.module.css';

const SHOWN = 6;

/** The last trainings, to look at again. */
export function RecentRuns() {
  const runs = useInfiniteQuery(trainingsQuery());
  const people = usePeople();
  return (
    <Panel title="Recent runs" isFlush actions={<Link to="/runs">All runs</Link>}>
      <Faces
        of="runs"
        query={runs}
        empty={{
          when: (data) => itemsOf(data).length === 0,
          show: <EmptyState title="No run yet">Trainings appear here as soon as they start.</EmptyState>,
        }}
      >
        {(data) => (
          <ul>
            {itemsOf(data).slice(0, SHOWN).map((session) => (
              <li key={session.session_id} className={styles.run}>
                <Link to={`/runs/${session.session_id}`} className={styles.title}>
                  {session.name}
                </Link>
                <span className={styles.state}>
                  <StateBadge state={stateOf(session.status)} />
                  <span>
                    {people.size > 2 && `${people.get(session.created_by) ?? session.created_by}, `}
                    <Time time={session.created_at} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Faces>
    </Panel>
  );
}
