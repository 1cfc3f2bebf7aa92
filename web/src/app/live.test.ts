import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../api/keys';
import type { EventMessage } from '../api/events';
import type { Job, JobState } from '../api/types';
import { applyToCache } from '../features/jobs/cache';
import type { Applier } from '../live/feature';
import { Live } from '../live/live';

const TOPIC = 'workspace:ws_1';
const LIST = [...keys.jobs, { state: null, kind: null }];

function job(state: JobState, version: number): Job {
  const nothing = { progress: null, step: null, total_steps: null, unit: null, message: null, eta_s: null };
  const times = { created_at: '', started_at: null, finished_at: null };
  const about = { workspace_id: 'ws_1', kind: 'test', title: '', params: {}, result: null, error: null, subject: null };
  return { id: 'job_1', state, version, priority: 0, attempt: 1, max_attempts: 1, ...about, ...times, ...nothing };
}

function updated(number: number, version: number, state: JobState): EventMessage {
  const data = { id: 'job_1', version, changes: { state } };
  return { type: 'event', topic: TOPIC, number, event: 'job.updated', data, time: '' };
}

function pages(one: Job) {
  return { pages: [{ items: [one], total: 1, next_cursor: null }], pageParams: [null] };
}

/** A page's live half with a socket that is worked by hand. */
function setUp(appliers: readonly Applier[] = [applyToCache]) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const socket = new EventTarget();
  const hand = Object.assign(socket, {
    readyState: WebSocket.OPEN,
    send: vi.fn(),
    close: vi.fn(),
    onmessage: vi.fn<(frame: { data: string }) => void>(),
  });
  // @ts-expect-error a socket worked by hand has only the parts a connection uses
  const live = new Live(client, appliers, () => hand);
  const stop = live.start();
  const say = (message: object) => {
    hand.onmessage({ data: JSON.stringify(message) });
  };
  live.follow(TOPIC, 0);
  return { client, say, stop };
}

describe('Live', () => {
  let stop: () => void = () => undefined;
  afterEach(() => stop());

  it('changes what is cached when a fact arrives', () => {
    const page = setUp();
    stop = page.stop;
    page.client.setQueryData(LIST, pages(job('queued', 1)));

    page.say(updated(1, 2, 'running'));

    expect(page.client.getQueryData(LIST)).toEqual(pages({ ...job('running', 2) }));
  });

  it('applies a fact again to an answer that was read before it', async () => {
    const page = setUp();
    stop = page.stop;
    let answer: (pages: unknown) => void = () => undefined;
    const fetched = page.client.query({
      queryKey: LIST,
      queryFn: () => new Promise((resolve) => (answer = resolve)),
      meta: { topics: [TOPIC] },
    });

    page.say(updated(1, 2, 'running'));
    answer(pages(job('queued', 1)));
    await fetched;

    expect(page.client.getQueryData(LIST)).toEqual(pages({ ...job('running', 2) }));
  });

  it('asks once again for what a fact has made stale, and then is content', async () => {
    const stale: Applier = (client) => void client.invalidateQueries({ queryKey: LIST });
    const page = setUp([stale]);
    stop = page.stop;
    const fetchPages = vi.fn(() => Promise.resolve(pages(job('queued', 1))));
    const options = { queryKey: LIST, queryFn: fetchPages, meta: { topics: [TOPIC] } };
    const leave = new QueryObserver(page.client, options).subscribe(() => undefined);
    await vi.waitFor(() => expect(page.client.isFetching()).toBe(0));

    page.say(updated(1, 2, 'running'));
    await vi.waitFor(() => expect(fetchPages).toHaveBeenCalledTimes(2));
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(fetchPages).toHaveBeenCalledTimes(2);
    leave();
  });

  it('fetches afresh what hangs on a topic of which facts were lost', async () => {
    const page = setUp();
    stop = page.stop;
    const fetchPages = vi.fn(() => Promise.resolve(pages(job('queued', 1))));
    await page.client.query({ queryKey: LIST, queryFn: fetchPages, meta: { topics: [TOPIC] } });
    await page.client.query({ queryKey: ['other'], queryFn: () => 1 });

    page.say({ type: 'refetch', topic: TOPIC, number: 40 });

    expect(page.client.getQueryState(LIST)?.isInvalidated).toBe(true);
    expect(page.client.getQueryState(['other'])?.isInvalidated).toBe(false);
  });
});
