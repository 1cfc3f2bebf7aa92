import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../api/steering';
import { fieldsOf } from '../../lib/schema/fields';
import { applyTimeline } from './apply';
import { worthReading } from '../../lib/happenings';
import { marksOf, secondsPaused, sentenceOf, spokenOf, trialIn, whyEarly } from './happened';

function entry(id: string, what: string, details: Record<string, unknown> = {}, step: number | null = 3): TimelineEntry {
  return { id, what, step, time: '', by: null, details };
}

describe('what happened', () => {
  it('is told in words', () => {
    const change = entry('a', 'parameter_changed', { name: 'learning_rate', from: 0.1, to: 0.01 });

    expect(sentenceOf(change)).toBe('changed learning rate from 0.1 to 0.01');
    expect(sentenceOf(entry('a', 'time_budget_reached', { seconds: 20 }))).toBe('Its time was over (20 s)');
    expect(sentenceOf(entry('a', 'stopped', { is_kept: false }))).toBe('Stopped before there was anything to keep');
    expect(sentenceOf(entry('a', 'something_new'))).toBe('Something new');
  });

  it('names parameters as their form does', () => {
    const fields = fieldsOf({ properties: { n_estimators: { title: 'Rounds', type: 'integer' } } });
    const asked = { name: 'n_estimators', value: 40, wanted: 'parameter_asked', asked: 'z' };

    expect(sentenceOf(entry('a', 'left_undone', asked), fields)).toBe('asked for rounds 40, but the run ended before its next step');
  });

  it('names the trial that a run has its values from', () => {
    const made = entry('a', 'created', { search: 'job_1', trial: 12, name: 'price of houses' });

    expect(trialIn([made, entry('b', 'started')])).toEqual({ to: '/search/job_1', name: 'trial 12 of price of houses' });
    expect(trialIn([entry('a', 'created')])).toBeNull();
  });

  it('reads out what came of a wish, and nothing that the state says', () => {
    const by = { id: 'u', name: 'Ada' };
    const change = { ...entry('a', 'parameter_changed', { name: 'dropout_rate', from: 2, to: 1 }), by };

    expect(spokenOf([change, entry('b', 'paused')])).toBe('Ada changed dropout rate from 2 to 1');
    expect(spokenOf([entry('b', 'started')])).toBe('');
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

  it('says why a run ended before its last step', () => {
    const over = (step: number) => [entry('a', 'started', {}, 0), entry('b', 'time_budget_reached', { seconds: 6 }, step)];

    expect(whyEarly(over(12), 'epoch')).toBe('Its time of 6 s was over after epoch 12; the best until then was kept.');
    expect(whyEarly(over(0), 'epoch')).toMatch(/before the first epoch had ended: .* Give it more time/);
    expect(whyEarly([entry('a', 'early_stopped', { why: 'Stopped: no better for 5 rounds.' })], 'round')).toBe('Stopped: no better for 5 rounds.');
    expect(whyEarly([...over(12), entry('c', 'retried'), entry('d', 'completed')], 'epoch')).toBeNull();
  });

  it('knows for how long the run stood still', () => {
    const at = (what: string, second: number) => ({ ...entry(what, what), time: new Date(second * 1000).toISOString() });
    const twice = [at('started', 0), at('paused', 5), at('resumed', 8), at('went_on', 9), at('paused', 20)];

    expect(secondsPaused(twice, 31_000)).toBe(14);
    expect(secondsPaused([...twice, at('stopping', 22), at('stopped', 23)], 99_000)).toBe(5);
    expect(secondsPaused([...twice, at('retried', 40), at('started', 41)], 99_000)).toBe(0);
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
