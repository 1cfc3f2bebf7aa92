import { describe, expect, it } from 'vitest';
import { factsOf } from './parts/RunVitals';

describe('factsOf', () => {
  it('shows what was told, each in its unit', () => {
    const vitals = { step: 7, seconds_per_step: 0.0125, memory_bytes: 300e6, learning_rate: 0.001, gradient_norm: 2.5 };

    expect(factsOf(vitals, 'epoch')).toEqual([
      { label: 'Time per epoch', value: '12.5 ms' },
      { label: 'Learning rate', value: '0.001' },
      { label: 'Gradient norm', value: '2.5' },
      { label: 'Memory', value: '300 MB' },
    ]);
  });

  it('leaves out what is not known', () => {
    expect(factsOf({ seconds_per_step: null, memory_bytes: 1 }, 'round')).toHaveLength(1);
    expect(factsOf(undefined, 'round')).toEqual([]);
  });
});
