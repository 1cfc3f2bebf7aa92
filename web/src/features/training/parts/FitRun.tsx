import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { jobQuery, pointsQuery, trainingQuery } from '../../../api/queries';
import type { TimelineEntry } from '../../../api/steering';
import { isFinished } from '../../../lib/job-words';
import { useOffer } from '../../../lib/offers';
import { useTopic } from '../../../live/use-live';
import { Faces } from '../../../ui/Faces';
import { marksOf } from '../happened';
import { descentQuery, timelineQuery, useBefore } from '../steering';
import { RunPlane } from '../plane/RunPlane';
import { useFields } from '../use-fields';
import { RunAbout } from './about/RunAbout';
import { RunCurves } from './RunCurves';
import { RunFacts } from './RunFacts';
import { RunHeader } from './RunHeader';
import { RunProgress } from './RunProgress';
import { RunLineage } from './RunLineage';
import { RunOrigin } from './RunOrigin';
import { RunResults } from './RunResults';
import { RunSteering } from './RunSteering';
import { RunTimeline } from './RunTimeline';
import styles from '../RunPage.module.css';

const NOTHING: readonly TimelineEntry[] = [];

/** A training of ours: a job with curves. */
export function FitRun({ id }: { id: string }) {
  const run = useQuery(jobQuery(id));
  const points = useQuery(pointsQuery(id));
  const name = useQuery(trainingQuery(id)).data?.session.name;
  const timeline = useQuery(timelineQuery(id));
  const descent = useQuery(descentQuery(id));
  const before = useBefore(descent.data?.parent ?? null);
  const fields = useFields(run.data?.job.params.algorithm_id);
  const entries = timeline.data?.entries ?? NOTHING;
  const marks = useMemo(() => marksOf(entries, fields), [entries, fields]);
  const drawJobLog = useOffer('drawJobLog');
  // Nothing may be missed by either: news begin where the older of the two answers ends.
  const numbers = [run.data, points.data, timeline.data].map((answer) => answer?.last_number);
  const known = numbers.filter((number) => number !== undefined);
  const after = known.length === numbers.length ? Math.min(...known) : undefined;
  useTopic(`job:${id}`, after);
  return (
    <Faces of="run" query={run}>
      {({ job }) => (
        <>
          <RunHeader job={job} name={name} />
          <div className={styles.page}>
            <RunOrigin timeline={timeline.data} />
            {descent.data !== undefined && <RunLineage id={id} lineage={descent.data} fields={fields} unit={job.unit ?? 'step'} />}
            <RunProgress job={job} entries={entries} />
            <RunSteering job={job} />
            <RunCurves
              points={points}
              isFinished={isFinished(job.state)}
              unit={job.unit ?? 'step'}
              isAfterwards={job.result?.curve === 'afterwards'}
              marks={marks}
              before={before}
            />
            <RunPlane job={job} />
            {isFinished(job.state) && <RunResults job={job} />}
            <RunAbout id={job.id} />
            <div className={styles.foot}>
              {drawJobLog({ jobId: job.id })}
              <div className={styles.page}>
                <RunTimeline timeline={timeline} unit={job.unit ?? 'step'} fields={fields} />
                <RunFacts job={job} />
              </div>
            </div>
          </div>
        </>
      )}
    </Faces>
  );
}
