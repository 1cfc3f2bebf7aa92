import { describe, expect, it } from 'vitest';
import { sentenceOf } from './happened';
import { inheritedIn, inheritedText } from './inherited';

const TOLD = { inherited: { best_step: 12, went_on_at: 1_030 } };

describe('a run that was never better than what it went on from', () => {
  it('says whose model it has', () => {
    const inherited = inheritedIn(TOLD);

    expect(inherited && inheritedText(inherited, 'epoch')).toBe(
      'No epoch after 1,030, where this run went on from another, was better on the validation part than epoch 12 of that one: the model is the one of epoch 12.',
    );
  });

  it('is none where its best is its own, or nothing came of it', () => {
    expect([inheritedIn(null), inheritedIn({}), inheritedIn({ inherited: null })]).toEqual([null, null, null]);
  });

  it.each([
    ['completed', {}, 'Completed'],
    ['completed', TOLD, 'Completed; its best is from before it went on'],
    ['stopped', { is_kept: true }, 'Stopped; its best was kept'],
    ['stopped', { is_kept: true, ...TOLD }, 'Stopped; its best was kept, which is from before it went on'],
  ])('stands in the timeline as it %s with %o', (what, details, said) => {
    expect(sentenceOf({ id: '1', what, step: 1, time: '', by: null, details })).toBe(said);
  });
});
