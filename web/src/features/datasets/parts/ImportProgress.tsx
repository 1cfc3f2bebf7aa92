import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { jobQuery } from '../../../api/queries';
import { isFinished } from '../../../lib/job-words';
import { useTopic } from '../../../live/use-live';
import { Faces } from '../../../ui/Faces';
import { JobProgress } from '../../../ui/JobProgress';
import { Skeleton } from '../../../ui/Skeleton';

interface ImportProgressProps {
  jobId: string;
  onReady?: () => void;
  onProblem?: (problem: string) => void;
}

/** The server's reading of a file, live; tells once how it ended. */
export function ImportProgress({ jobId, onReady, onProblem }: ImportProgressProps) {
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  const job = query.data?.job;
  const state = job?.state;
  const tellEnd = useEffectEvent(() => {
    if (state === 'succeeded') onReady?.();
    else onProblem?.(job?.error?.message ?? 'The import was stopped before its end.');
  });
  useEffect(() => {
    if (state !== undefined && isFinished(state)) tellEnd();
  }, [state]);
  return (
    <Faces of="import" query={query} skeleton={<Skeleton label="import" lines={1} />}>
      {(answer) => <JobProgress job={answer.job} />}
    </Faces>
  );
}
