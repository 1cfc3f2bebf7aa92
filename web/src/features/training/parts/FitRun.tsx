import { useQuery } from '@tanstack/react-query';
import { jobQuery, pointsQuery, trainingQuery } from '../../../api/queries';
import { isFinished } from '../../../lib/job-words';
import { useOffer } from '../../../lib/offers';
import { useTopic } from '../../../live/use-live';
import { Faces } from '../../../ui/Faces';
import { RunAbout } from './about/RunAbout';
import { RunCurves } from './RunCurves';
import { RunFacts } from './RunFacts';
import { RunHeader } from './RunHeader';
import { RunProgress } from './RunProgress';
import { RunResults } from './RunResults';
import styles from '../RunPage.module.css';

/** A training of ours: a job with curves. */
export function FitRun({ id }: { id: string }) {
  const run = useQuery(jobQuery(id));
  const points = useQuery(pointsQuery(id));
  const name = useQuery(trainingQuery(id)).data?.session.name;
  const drawJobLog = useOffer('drawJobLog');
  // Nothing may be missed by either: news begin where the older of the two answers ends.
  const isFetched = run.data !== undefined && points.data !== undefined;
  const after = isFetched ? Math.min(run.data.last_number, points.data.last_number) : undefined;
  useTopic(`job:${id}`, after);
  return (
    <Faces of="run" query={run}>
      {({ job }) => (
        <>
          <RunHeader job={job} name={name} />
          <div className={styles.page}>
            <RunProgress job={job} />
            <RunCurves
              points={points}
              isFinished={isFinished(job.state)}
              unit={job.unit ?? 'step'}
              isAfterwards={job.result?.curve === 'afterwards'}
            />
            {isFinished(job.state) && <RunResults job={job} />}
            <RunAbout id={job.id} />
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
