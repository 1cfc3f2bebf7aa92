import { describe, expect, it } from 'vitest';
import { isFirstSteps, withValue } from './first-steps';

describe('steps that go first', () => {
  const steps = [
    { algorithm_id: 'pca', hyperparameters: { n_components: 3 } },
    { algorithm_id: 'pca', hyperparameters: {} },
  ];

  it('change one value of one step, and take it back', () => {
    const changed = withValue(steps, 1, 'whiten', true);

    expect(changed.map((step) => step.hyperparameters)).toEqual([{ n_components: 3 }, { whiten: true }]);
    expect(withValue(changed, 1, 'whiten', undefined)).toEqual(steps);
  });

  it('are known from what else may be kept under their name', () => {
    expect(isFirstSteps(steps)).toBe(true);
    expect(isFirstSteps([{ algorithm_id: 'pca' }])).toBe(false);
    expect(isFirstSteps('pca')).toBe(false);
  });
});
