import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../api/steering';
import { applyTimeline } from './apply';
import { marksOf, sentenceOf, worthReading } from './happened';

function entry(id: string, what: string, details: Record<string, unknown> = {}, step: number | null = 3): TimelineEntry {
  return { id, what, step, time: '', by: null, details };
}

describe('what happened', () => {
  it('is told in words', () => {
    const change = entry('a', 'parameter_changed', { name: 'learning_rate', from: 0.1, to: 0.01 });

    expect(sentenceOf(change)).toBe('changed learning rate from 0.1 to 0.01');
    expect(sentenceOf(entry('a', 'time_budget_reached', { seconds: 20 }))).toBe('Its time was over (20 s)');
    expect(sentenceOf(entry('a', 'something_new'))).toBe('Something new');
  });

  it('leaves out what was asked once it was done', () => {
    const entries = [
      entry('a', 'parameter_asked', { name: 'c', value: 1 }),
      entry('b', 'parameter_changed', { asked: 'a', name: 'c', from: 2, to: 1 }),
      entry('c', 'keeping'),
      entry('d', 'pausing'),
      entry('e', 'paused'),
    ];

    expect(worthReading(entries).map(({ id }) => id)).toEqual(['b', 'c', 'e']);
  });

  it('marks the steps at which the curve may have turned', () => {
    const entries = [entry('a', 'started', {}, 0), entry('b', 'went_on', { after: 'pause' }, 7), entry('c', 'paused', {}, 7)];

    expect(marksOf(entries)).toEqual([{ step: 7, label: 'Went on where it stood' }]);
  });
});

describe('applyTimeline', () => {
  it('puts a fact into its place, once', () => {
    const timeline = { entries: [entry('b', 'started')], last_number: 4 };
    const message = {
      type: 'event' as const,
      topic: 'job:1',
      number: 5,
      event: 'training.noted' as const,
      data: { entry: entry('a', 'created') },
      time: '',
    };

    const once = applyTimeline(timeline, message);

    expect(once.entries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(applyTimeline(once, message)).toBe(once);
  });
});
