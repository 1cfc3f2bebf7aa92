import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Mission } from '../../../api/astronomy-answers';
import { formatCountOf } from '../../../lib/format';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { Faces } from '../../../ui/Faces';
import { icons } from '../../../ui/icons';
import { Panel } from '../../../ui/Panel';
import { Time } from '../../../ui/Time';
import styles from '../Playground.module.css';
import { missionsQuery, useRefreshMission } from '../queries';

const SOURCES = { folder: 'from the server’s folder', archive: 'from the NASA archive', synthetic: 'made up' } as const;

/** The mission tables of the workspace: from where, of when, and how large. */
export function TablesPanel() {
  const missions = useQuery(missionsQuery());
  return (
    <Panel title="Tables">
      <Faces of="tables" query={missions}>
        {(found) => (
          <>
            {found.map((one) => (
              <MissionTable key={one.mission} mission={one} />
            ))}
            <p className={styles.tiny}>{found[0]?.acknowledgement}</p>
          </>
        )}
      </Faces>
    </Panel>
  );
}

function MissionTable({ mission }: { mission: Mission }) {
  const refresh = useRefreshMission();
  const isFetching = mission.state === 'fetching' || refresh.isPending;
  const raw = mission.datasets?.raw ?? null;
  return (
    <div className={styles.table}>
      <div className={styles.line}>
        {raw === null ? <strong>{mission.title}</strong> : <Link to={`/data/${raw}`}>{mission.title}</Link>}
        {mission.source === 'synthetic' && <Badge tone="brass">made up</Badge>}
      </div>
      <p className={styles.tiny}>
        {mission.state === 'absent' && mission.error == null && 'Loaded when it is first used.'}
        {isFetching && 'Being fetched …'}
        {mission.state === 'ready' && mission.source != null && (
          <>
            {formatCountOf(mission.details?.rows ?? 0, 'row')} {SOURCES[mission.source]},{' '}
            {mission.fetched_at != null && <Time time={mission.fetched_at} />}
          </>
        )}
      </p>
      {mission.notice != null && (
        <details className={styles.tiny}>
          <summary>{mission.notice}</summary>
          {mission.details?.why}
        </details>
      )}
      {mission.error != null && <p className={styles.tiny}>The last try: {mission.error}</p>}
      <EditorsOnly>
        <div>
          <Button look="quiet" icon={icons.reset} isBusy={isFetching} onClick={() => refresh.mutate(mission.mission)}>
            {mission.state === 'ready' ? 'Fetch anew' : 'Fetch now'}
          </Button>
        </div>
      </EditorsOnly>
    </div>
  );
}
