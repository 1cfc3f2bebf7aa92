import type { EventMessage } from '../../api/events';
import type { Job, JobLog } from '../../api/types';
import { withChange, withChangeIn, withNew } from '../../lib/merge';

/** A list of jobs, newest first, after an event. */
export function applyJobs(jobs: Job[], message: EventMessage): Job[] {
  switch (message.event) {
    case 'job.created':
      return withNew(jobs, message.data.job);
    case 'job.updated':
      return withChangeIn(jobs, message.data);
    default:
      return jobs;
  }
}

/** One job after an event; null as long as nothing is known of it. */
export function applyJob(job: Job | null, message: EventMessage): Job | null {
  if (message.event === 'job.created') {
    if (job === null) return message.data.job;
    return withNew([job], message.data.job).find((one) => one.id === job.id) ?? job;
  }
  if (message.event === 'job.updated' && job !== null) return withChange(job, message.data);
  return job;
}

/** A job's log after an event; lines already seen have a number that is not higher. */
export function applyLog(log: JobLog, message: EventMessage): JobLog {
  if (message.event !== 'job.log' || message.number <= log.last_number) return log;
  return { lines: [...log.lines, ...message.data.lines], last_number: message.number };
}
