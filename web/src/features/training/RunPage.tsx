import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { jobQuery, pointsQuery } from '../../api/queries';
import { isFinished } from '../../lib/job-words';
import { useOffer } from '../../lib/offers';
import { useTopic } from '../../live/use-live';
import { Faces } from '../../ui/Faces';
import { RunCurves } from './parts/RunCurves';
import { RunFacts } from './parts/RunFacts';
import { RunHeader } from './parts/RunHeader';
import { RunProgress } from './parts/RunProgress';
import { RunResults } from './parts/RunResults';
import styles from './RunPage.module.css';

/** One training, live while it runs and whole afterwards. */
export function RunPage() {
  const { sessionId = '' } = useParams();
  const run = useQuery(jobQuery(sessionId));
  const points = useQuery(pointsQuery(sessionId));
  const drawJobLog = useOffer('drawJobLog');
  // Nothing may be missed by either: news begin where the older of the two answers ends.
  const isFetched = run.data !== undefined && points.data !== undefined;
  const after = isFetched ? Math.min(run.data.last_number, points.data.last_number) : undefined;
  useTopic(`job:${sessionId}`, after);
  return (
    <Faces of="run" query={run}>
      {({ job }) => (
        <>
          <RunHeader job={job} />
          <div className={styles.page}>
            <RunProgress job={job} />
            <RunCurves points={points} isFinished={isFinished(job.state)} unit={job.unit ?? 'step'} />
            {isFinished(job.state) && <RunResults job={job} />}
            <div className={styles.foot}>
              {drawJobLog({ jobId: job.id })}
              <RunFacts job={job} />
            </div>
          </div>
        </>
      )}
    </Faces>
  );
}
