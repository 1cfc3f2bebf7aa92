import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { JobFilter } from '../../api/queries';
import type { EventMessage } from '../../api/events';
import type { Job, JobLog } from '../../api/types';
import { withItems, type Pages } from '../../lib/pages';
import { applyJob, applyJobs, applyLog } from './apply';

interface JobAnswer {
  job: Job;
  last_number: number;
}

export const NO_FILTER: JobFilter = { state: null, kind: null };

const JOB = 'job:';

/**
 * Brings the cached views of jobs up to date with a fact. A job's own topic tells every step of it,
 * the workspace's only its states, each with all that had changed by then: a view listens to one of
 * the two, since a step of the one may be missing between two of the other.
 */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  const id = message.topic.startsWith(JOB) ? message.topic.slice(JOB.length) : null;
  if (message.event === 'job.log' && id !== null) {
    client.setQueryData<JobLog>(keys.jobLog(id), (log) => log && applyLog(log, message));
  } else if (message.event === 'job.created' || message.event === 'job.updated') {
    if (id === null) applyToLists(client, message);
    else client.setQueryData<JobAnswer>(keys.job(id), (answer) => answer && withJob(answer, message));
  }
}

/** Whether a job belongs into a filtered list is the server's to say; the others are ours to keep. */
function applyToLists(client: QueryClient, message: EventMessage): void {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.jobs })) {
    const isFiltered = JSON.stringify(query.queryKey[1]) !== JSON.stringify(NO_FILTER);
    if (isFiltered) {
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    } else {
      client.setQueryData<Pages<Job>>(
        query.queryKey,
        (data) => data && withItems(data, (jobs) => applyJobs(jobs, message)),
      );
    }
  }
}

function withJob(answer: JobAnswer, message: EventMessage): JobAnswer {
  const job = applyJob(answer.job, message);
  return job === null || job === answer.job ? answer : { ...answer, job };
}
