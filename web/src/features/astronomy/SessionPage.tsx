import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { Button } from '../../ui/Button';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { Faces } from '../../ui/Faces';
import { icons } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import styles from './Playground.module.css';
import { Ended } from './parts/session/Ended';
import { Result } from './parts/session/Result';
import { isOver, progressQuery, resultQuery, useEndSession } from './queries';

/** One session: how far it is, then what the model said of every test row. */
export function SessionPage() {
  const { sessionId: id = '' } = useParams();
  const navigate = useNavigate();
  const progress = useQuery(progressQuery(id));
  const isDone = progress.data?.status === 'completed';
  const result = useQuery(resultQuery(id, isDone));
  const end = useEndSession();
  const isEnded = progress.data !== undefined && isOver(progress.data.status);
  const leave = () => end.mutate(id, { onSuccess: () => isEnded && void navigate('/exoplanets') });
  return (
    <>
      <PageHeader
        title={progress.data?.title ?? 'Exoplanet session'}
        above={<Link to="/exoplanets">Exoplanets</Link>}
        actions={
          <EditorsOnly>
            <Button icon={isEnded ? icons.trash : icons.stop} isBusy={end.isPending} onClick={leave}>
              {isEnded ? 'Remove' : 'Stop'}
            </Button>
          </EditorsOnly>
        }
      />
      <Faces of="session" query={progress}>
        {(told) => (
          <div className={styles.main}>
            {told.notice !== undefined && <Notice tone="brass">{told.notice}</Notice>}
            {told.status === 'error' && <Ended session={told} />}
            {!isOver(told.status) && (
              <Panel title={told.current_step} aside={`${told.progress} %`}>
                <div className={styles.stack}>
                  <ProgressBar label={told.current_step} share={told.progress / 100} />
                  {told.detail_step !== null && <p className={styles.soft}>{told.detail_step}</p>}
                </div>
              </Panel>
            )}
            {isDone && (
              <Faces of="result" query={result}>
                {(found) => <Result result={found} />}
              </Faces>
            )}
          </div>
        )}
      </Faces>
    </>
  );
}
