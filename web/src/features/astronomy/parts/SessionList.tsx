import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { SessionStatus, SessionSummary } from '../../../api/astronomy-answers';
import { formatCountOf } from '../../../lib/format';
import { Badge, type Tone } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import styles from '../Playground.module.css';
import { isOver, sessionsQuery } from '../queries';

const FIRST = 8;
const MOST = 200;
const WORDS: Record<SessionStatus, string> = { initialized: 'waiting', running: 'running', completed: 'done', error: 'failed' };
const TONES: Record<SessionStatus, Tone> = { initialized: 'plain', running: 'accent', completed: 'good', error: 'bad' };

const COLUMNS: readonly TableColumn<SessionSummary>[] = [
  {
    id: 'what',
    title: 'Session',
    isWide: true,
    cell: (one) => <Link to={`/exoplanets/${one.session_id}`}>{one.title}</Link>,
  },
  { id: 'step', title: 'Step', cell: stepOf },
  {
    id: 'state',
    title: 'State',
    cell: (one) => (
      <Badge tone={TONES[one.status]} dot={isOver(one.status) ? 'still' : 'beating'} title={one.error}>
        {WORDS[one.status]}
      </Badge>
    ),
  },
  { id: 'begun', title: 'Begun', cell: (one) => <Time time={one.created_at} /> },
];

function stepOf(one: SessionSummary) {
  return isOver(one.status) ? '' : <span className={styles.step}>{`${one.progress} % ${one.current_step}`}</span>;
}

/** The sessions of the workspace, newest first: a few, and more where somebody wants them. */
export function SessionList() {
  const [shown, setShown] = useState(FIRST);
  const sessions = useQuery(sessionsQuery(shown));
  return (
    <Panel title="Sessions" isFlush aside={sessions.data && formatCountOf(sessions.data.total, 'session')}>
      <Faces
        of="sessions"
        query={sessions}
        empty={{
          when: (found) => found.total === 0,
          show: <EmptyState title="No session yet">Sessions appear here as soon as they begin.</EmptyState>,
        }}
      >
        {(found) => (
          <>
            <Table caption="Sessions, newest first" columns={COLUMNS} rows={found.sessions} rowKey={(one) => one.session_id} />
            {found.total > shown && shown < MOST && (
              <div className={styles.more}>
                <Button look="quiet" onClick={() => setShown(Math.min(shown * 5, MOST))}>
                  Show more
                </Button>
              </div>
            )}
          </>
        )}
      </Faces>
    </Panel>
  );
}
