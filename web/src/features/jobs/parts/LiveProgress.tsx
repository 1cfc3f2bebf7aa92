import { useQuery } from '@tanstack/react-query';
import { jobQuery } from '../../../api/queries';
import type { Job } from '../../../api/types';
import { useTopic } from '../../../live/use-live';
import { JobProgress } from '../../../ui/JobProgress';

/** How far a job in a list is: the list hears of states only, so the job itself is followed. */
export function LiveProgress({ job }: { job: Job }) {
  const query = useQuery(jobQuery(job.id));
  useTopic(`job:${job.id}`, query.data?.last_number);
  return <JobProgress job={query.data?.job ?? job} isCompact />;
}
