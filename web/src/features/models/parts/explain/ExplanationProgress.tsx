import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { jobQuery } from '../../../../api/queries';
import { isFinished } from '../../../../lib/job-words';
import { useTopic } from '../../../../live/use-live';
import { Faces } from '../../../../ui/Faces';
import { JobProgress } from '../../../../ui/JobProgress';
import { Skeleton } from '../../../../ui/Skeleton';

/** How far an explanation is, live; tells once that it has ended. */
export function ExplanationProgress({ jobId, onEnd }: { jobId: string; onEnd: () => void }) {
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  const state = query.data?.job.state;
  const tellEnd = useEffectEvent(onEnd);
  useEffect(() => {
    if (state !== undefined && isFinished(state)) tellEnd();
  }, [state]);
  return (
    <Faces of="explanation" query={query} skeleton={<Skeleton label="explanation" lines={1} />}>
      {({ job }) => <JobProgress job={job} />}
    </Faces>
  );
}
