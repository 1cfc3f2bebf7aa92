import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { TrainingSession } from '../../../api/answers';
import { pointsQuery } from '../../../api/queries';
import { parameterText } from '../../../lib/parameter-text';
import { useTopic } from '../../../live/use-live';
import { Facts } from '../../../ui/Facts';
import { PageHeader } from '../../../ui/PageHeader';
import { Panel } from '../../../ui/Panel';
import { StateBadge } from '../../../ui/StateBadge';
import { Time } from '../../../ui/Time';
import { stateOf } from '../state-of';
import { RunAbout } from './about/RunAbout';
import { RunCurves } from './RunCurves';
import styles from '../RunPage.module.css';

/** A training that happens elsewhere: its own program logs the points that are drawn here. */
export function ExternalRun({ session }: { session: TrainingSession }) {
  const points = useQuery(pointsQuery(session.session_id));
  useTopic(`job:${session.session_id}`, points.data?.last_number);
  const parameters = Object.entries(session.hyperparameters);
  return (
    <>
      <PageHeader
        title={session.name}
        above={<Link to="/">Train</Link>}
        beside={<StateBadge state={stateOf(session.status)} />}
        lead="A run of somebody's own program, which logs its points here."
      />
      <div className={styles.page}>
        <RunCurves points={points} isFinished={session.completed_at !== null} unit="step" />
        <RunAbout id={session.session_id} />
        <Panel title="About">
          <Facts
            facts={[
              { label: 'Started', value: <Time time={session.started_at ?? session.created_at} /> },
              { label: 'Id', value: <code>{session.session_id}</code> },
              ...parameters.map(([label, value]) => ({ label, value: parameterText(value) })),
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
