import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { jobQuery } from '../../../api/queries';
import { useTopic } from '../../../live/use-live';
import { Faces } from '../../../ui/Faces';
import { JobProgress } from '../../../ui/JobProgress';
import { Notice } from '../../../ui/Notice';
import { Skeleton } from '../../../ui/Skeleton';

interface JobOutcomeProps {
  jobId: string;
  /** What the job is about, for those who wait. */
  of: string;
  /** What came of it, once it has succeeded. */
  children: ReactNode;
}

/** How far a job is, live; then what came of it, or why nothing did. */
export function JobOutcome({ jobId, of, children }: JobOutcomeProps) {
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  return (
    <Faces of={of} query={query} skeleton={<Skeleton label={of} lines={1} />}>
      {({ job }) => {
        if (job.state === 'succeeded') return children;
        return job.error === null ? <JobProgress job={job} /> : <Notice tone="bad">{job.error.message}</Notice>;
      }}
    </Faces>
  );
}
