import { describe, expect, it } from 'vitest';
import type { EventMessage } from '../api/events';
import type { ClientMessage } from './protocol';
import { Subscriptions } from './subscriptions';

function event(number: number, topic = 'job:1'): EventMessage {
  return { type: 'event', topic, number, event: 'job.log', data: { lines: [] }, time: '' };
}

function setUp() {
  const sent: ClientMessage[] = [];
  const numbers: number[] = [];
  const gaps: string[] = [];
  const denied: string[] = [];
  const newest: unknown[] = [];
  const subscriptions = new Subscriptions((message) => sent.push(message), {
    onEvent: (message) => numbers.push(message.number),
    onGap: (topic) => gaps.push(topic),
    onDenied: (topic) => denied.push(topic),
    onLatest: (topic, key, value) => newest.push([topic, key, value]),
  });
  return { sent, numbers, gaps, denied, newest, subscriptions };
}

describe('Subscriptions', () => {
  it('hands on the newest values of topics that are followed', () => {
    const { subscriptions, newest } = setUp();
    subscriptions.add('job:a', 3);

    for (const topic of ['job:a', 'job:b']) {
      subscriptions.heard({ type: 'latest', topic, key: 'vitals', value: { step: 4 }, version: 1 });
    }

    expect(newest).toEqual([['job:a', 'vitals', { step: 4 }]]);
  });

  it('hands on each number once', () => {
    const { subscriptions, numbers, gaps } = setUp();
    subscriptions.add('job:1', 3);

    for (const number of [3, 4, 4, 5, 2]) subscriptions.heard(event(number));

    expect(numbers).toEqual([4, 5]);
    expect(gaps).toEqual([]);
  });

  it('tells of a topic that is withdrawn', () => {
    const { subscriptions, denied } = setUp();
    subscriptions.add('workspace:1', null);

    subscriptions.heard({ type: 'denied', topic: 'workspace:1', error: 'not yours' });

    expect(denied).toEqual(['workspace:1']);
  });

  it('resumes after the last number it heard', () => {
    const { subscriptions, sent } = setUp();
    subscriptions.add('job:1', 3);
    subscriptions.heard(event(4));
    sent.length = 0;

    subscriptions.resume();

    expect(sent).toEqual([{ type: 'subscribe', topics: [{ topic: 'job:1', after: 4 }] }]);
  });

  it('tells of a gap, and goes on behind it', () => {
    const { subscriptions, numbers, gaps } = setUp();
    subscriptions.add('job:1', 3);

    subscriptions.heard(event(7));
    subscriptions.heard(event(8));

    expect(numbers).toEqual([7, 8]);
    expect(gaps).toEqual(['job:1']);
  });

  it('begins at the number the server names after a refetch', () => {
    const { subscriptions, gaps, numbers } = setUp();
    subscriptions.add('job:1', 3);

    subscriptions.heard({ type: 'refetch', topic: 'job:1', number: 20 });
    subscriptions.heard(event(20));
    subscriptions.heard(event(21));

    expect(gaps).toEqual(['job:1']);
    expect(numbers).toEqual([21]);
  });

  it('fetches once when it begins without a number of its own', () => {
    const { subscriptions, gaps, numbers } = setUp();
    subscriptions.add('job:1', null);

    subscriptions.heard({ type: 'subscribed', topic: 'job:1', number: 9 });
    subscriptions.heard(event(10));
    subscriptions.heard({ type: 'subscribed', topic: 'job:1', number: 10 });

    expect(gaps).toEqual(['job:1']);
    expect(numbers).toEqual([10]);
  });

  it('shares one subscription and ends it with its last user', () => {
    const { subscriptions, sent } = setUp();

    subscriptions.add('job:1', 3);
    subscriptions.add('job:1', 5);
    subscriptions.remove('job:1');
    expect(sent).toHaveLength(1);

    subscriptions.remove('job:1');
    expect(sent.at(-1)).toEqual({ type: 'unsubscribe', topics: ['job:1'] });
  });

  it('asks again from further back for a user who knows less', () => {
    const { subscriptions, sent, numbers } = setUp();
    subscriptions.add('job:1', 5);
    subscriptions.heard(event(6));

    subscriptions.add('job:1', 2);
    subscriptions.heard(event(3));

    expect(sent.at(-1)).toEqual({ type: 'subscribe', topics: [{ topic: 'job:1', after: 2 }] });
    expect(numbers).toEqual([6, 3]);
  });

  it('ignores what it did not ask for', () => {
    const { subscriptions, numbers } = setUp();

    subscriptions.heard(event(1, 'job:other'));

    expect(numbers).toEqual([]);
  });
});
