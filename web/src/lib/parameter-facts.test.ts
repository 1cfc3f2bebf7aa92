import { describe, expect, it } from 'vitest';
import { parameterFacts } from './parameter-facts';

const schema = {
  properties: {
    rounds: { title: 'Rounds', type: 'integer', default: 100 },
    patience: { title: 'Patience', type: ['integer', 'null'], default: 50, 'x-null-means': 'never stop early' },
    loss: { title: 'Loss', enum: ['squared', 'absolute'], default: 'squared', 'x-tasks': ['regression'] },
    schedule: { title: 'Over time', enum: ['constant', 'step'], default: 'constant' },
    halving: { title: 'Halves after', type: 'integer', default: 50, 'x-when': { schedule: ['step'] } },
  },
};
const params = { rounds: 300, patience: null, loss: 'squared', schedule: 'constant', halving: 50, older: true };

describe('the facts of parameters', () => {
  it('leave out what does not matter, and say what nothing means', () => {
    expect(parameterFacts(params, schema, 'classification')).toEqual([
      { label: 'Rounds', value: '300' },
      { label: 'Patience', value: 'never stop early' },
      { label: 'Over time', value: 'constant' },
      { label: 'older', value: 'on' },
    ]);
  });

  it('tell all that is known while the schema or the task is not', () => {
    expect(parameterFacts(params, undefined)).toHaveLength(6);
    expect(parameterFacts(params, schema).map(({ label }) => label)).toContain('Loss');
  });
});
