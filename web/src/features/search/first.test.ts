import { describe, expect, it } from 'vitest';
import { spaceOfLearner, spaceOfStep, splitValues, wishesOfStep, withWish } from './first';

const SPACE = {
  algorithm_id: 'lightgbm',
  knobs: [
    { name: 'pca.n_components', empty: false, low: 2, high: 8 },
    { name: 'num_leaves', empty: false, low: 8, high: 64 },
  ],
  fixed: { 'pca.n_components': 2, 'pca.whiten': true, num_leaves: 31 },
};

describe('what goes before the learners of a search', () => {
  it('is taken apart from the space of the learner', () => {
    expect(spaceOfLearner(SPACE)).toEqual({ algorithm_id: 'lightgbm', knobs: [SPACE.knobs[1]], fixed: { num_leaves: 31 } });
    expect(spaceOfStep([SPACE], 'pca')).toEqual({
      algorithm_id: 'pca',
      knobs: [{ name: 'n_components', empty: false, low: 2, high: 8 }],
      fixed: { n_components: 2, whiten: true },
    });
    expect(spaceOfStep([], 'pca').knobs).toEqual([]);
  });

  it('keeps a value or a range, the last that was wished', () => {
    const step = { algorithm_id: 'pca', hyperparameters: { whiten: true }, search: true };

    const ranged = withWish(step, 'n_components', { low: 2, high: 4 });
    const fixed = withWish(ranged, 'n_components', { fixed: 3 });

    expect(wishesOfStep(ranged)).toEqual({ whiten: { fixed: true }, n_components: { low: 2, high: 4 } });
    expect(fixed).toEqual({ ...step, hyperparameters: { whiten: true, n_components: 3 }, space: {} });
    expect(wishesOfStep(withWish(fixed, 'whiten', null))).toEqual({ n_components: { fixed: 3 } });
  });

  it('is told from the learner by the name of a value', () => {
    const params = { num_leaves: 9, 'pca.n_components': 3, 'pca.whiten': true };

    expect(splitValues(params, ['pca'])).toEqual({
      values: { num_leaves: 9 },
      first: [{ algorithm_id: 'pca', hyperparameters: { n_components: 3, whiten: true } }],
    });
  });
});
