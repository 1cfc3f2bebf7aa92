import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { Job, JobLog } from '../../api/types';
import { applyJob, applyJobs, applyLog } from './apply';
import { applyToCache, NO_FILTER } from './cache';

function job(id: string, more: Partial<Job> = {}): Job {
  const nothing = { progress: null, step: null, total_steps: null, unit: null, message: null, eta_s: null };
  const times = { created_at: '', started_at: null, finished_at: null };
  const about = { workspace_id: 'ws_1', kind: 'test', title: '', params: {}, result: null, error: null, subject: null };
  const rest = { priority: 0, attempt: 1, max_attempts: 1, ...about, ...times, ...nothing };
  return { id, state: 'queued', version: 1, ...rest, ...more };
}

function event(topic: string, number: number, fact: Pick<EventMessage, 'event' | 'data'>): EventMessage {
  // @ts-expect-error event and data belong together in every test below
  return { type: 'event', topic, number, time: '', ...fact };
}

const created = (one: Job, topic = 'workspace:ws_1') => event(topic, 1, { event: 'job.created', data: { job: one } });
const updated = (id: string, version: number, changes: Partial<Job>, topic = 'workspace:ws_1') =>
  event(topic, 1, { event: 'job.updated', data: { id, version, changes } });

describe('job appliers', () => {
  it('merge a newer version and ignore an older one', () => {
    const jobs = [job('a', { version: 3, state: 'running' }), job('b')];

    expect(applyJobs(jobs, updated('a', 4, { state: 'succeeded' }))).toEqual([
      job('a', { version: 4, state: 'succeeded' }),
      job('b'),
    ]);
    expect(applyJobs(jobs, updated('a', 3, { state: 'queued' }))).toBe(jobs);
  });

  it('put a new job in front, once', () => {
    const jobs = [job('a')];

    const twice = applyJobs(applyJobs(jobs, created(job('b'))), created(job('b')));

    expect(twice.map((one) => one.id)).toEqual(['b', 'a']);
  });

  it('know a job from its first event on', () => {
    const first = applyJob(null, created(job('a')));

    expect(applyJob(first, updated('a', 2, { progress: 0.5 }))).toEqual(job('a', { version: 2, progress: 0.5 }));
    expect(applyJob(first, updated('other', 2, { progress: 0.5 }))).toBe(first);
  });

  it('add lines to a log once', () => {
    const line = { time: '', level: 'info', text: 'hello' };
    const log: JobLog = { lines: [], last_number: 3 };
    const message = event('job:a', 4, { event: 'job.log', data: { lines: [line] } });

    const once = applyLog(log, message);

    expect(once).toEqual({ lines: [line], last_number: 4 });
    expect(applyLog(once, message)).toBe(once);
  });
});

describe('the cache of jobs', () => {
  const LIST = [...keys.jobs, NO_FILTER];
  const pages = (jobs: Job[][], total: number) => ({
    pages: jobs.map((page, at) => ({
      items: page,
      total,
      next_cursor: at === jobs.length - 1 ? null : (page.at(-1)?.id ?? null),
    })),
    pageParams: jobs.map(() => null),
  });

  it('counts a new job and shows it on the first page only', () => {
    const client = new QueryClient();
    client.setQueryData(LIST, pages([[job('b')], [job('a')]], 2));

    applyToCache(client, created(job('c')));
    applyToCache(client, created(job('c')));

    expect(client.getQueryData(LIST)).toEqual(pages([[job('c'), job('b')], [job('a')]], 3));
  });

  it('lets lists hear the workspace and single jobs their own topic', () => {
    const client = new QueryClient();
    client.setQueryData(LIST, pages([[job('a')]], 1));
    client.setQueryData(keys.job('a'), { job: job('a'), last_number: 1 });

    applyToCache(client, updated('a', 3, { progress: 0.5 }, 'job:a'));
    applyToCache(client, updated('a', 2, { state: 'running' }));

    expect(client.getQueryData(LIST)).toEqual(pages([[job('a', { version: 2, state: 'running' })]], 1));
    expect(client.getQueryData(keys.job('a'))).toEqual({
      job: job('a', { version: 3, progress: 0.5 }),
      last_number: 1,
    });
  });

  it('asks the server which jobs a filtered list holds now', () => {
    const client = new QueryClient();
    const filtered = [...keys.jobs, { state: 'running', kind: null }];
    client.setQueryData(filtered, pages([[job('a')]], 1));

    applyToCache(client, updated('a', 2, { state: 'succeeded' }));

    expect(client.getQueryState(filtered)?.isInvalidated).toBe(true);
  });
});
