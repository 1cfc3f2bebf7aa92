import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { JobFilter } from '../../api/queries';
import type { EventMessage, Job, JobLog } from '../../api/types';
import { applyJob, applyJobs, applyLog } from './apply';

interface JobsPage {
  jobs: Job[];
  total: number;
  next_cursor: string | null;
}
type JobPages = InfiniteData<JobsPage>;

interface JobAnswer {
  job: Job;
  last_number: number;
}

export const NO_FILTER: JobFilter = { state: null, kind: null };

/** Brings every cached view of jobs up to date with a fact. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  if (message.event === 'job.log') {
    const id = message.topic.slice('job:'.length);
    client.setQueryData<JobLog>(keys.jobLog(id), (log) => log && applyLog(log, message));
  } else if (message.event === 'job.created' || message.event === 'job.updated') {
    const id = message.event === 'job.created' ? message.data.job.id : message.data.id;
    client.setQueryData<JobAnswer>(keys.job(id), (answer) => answer && withJob(answer, message));
    applyToLists(client, message);
  }
}

/** Whether a job belongs into a filtered list is the server's to say; the others are ours to keep. */
function applyToLists(client: QueryClient, message: EventMessage): void {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.jobs })) {
    const isFiltered = JSON.stringify(query.queryKey[1]) !== JSON.stringify(NO_FILTER);
    if (isFiltered && isStateChange(message)) {
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    } else {
      client.setQueryData<JobPages>(query.queryKey, (data) => data && withPages(data, message));
    }
  }
}

function isStateChange(message: EventMessage): boolean {
  if (message.event === 'job.created') return true;
  return message.event === 'job.updated' && message.data.changes.state !== undefined;
}

function withJob(answer: JobAnswer, message: EventMessage): JobAnswer {
  const job = applyJob(answer.job, message);
  return job === null || job === answer.job ? answer : { ...answer, job };
}

/** A new job stands in front of the first page; a change finds its job on any page. */
function withPages(data: JobPages, message: EventMessage): JobPages {
  const created = message.event === 'job.created' ? message.data.job.id : null;
  const holds = (page: JobsPage) => page.jobs.some((job) => job.id === created);
  const isNew = created !== null && !data.pages.some(holds);
  const pages = data.pages.map((page, at) => {
    const isItsPage = isNew ? at === 0 : created === null || holds(page);
    const jobs = isItsPage ? applyJobs(page.jobs, message) : page.jobs;
    return jobs === page.jobs ? page : { ...page, jobs };
  });
  return { ...data, pages: isNew ? pages.map((page) => ({ ...page, total: page.total + 1 })) : pages };
}
