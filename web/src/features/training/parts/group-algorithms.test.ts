import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../../../api/answers';
import { groupAlgorithms } from './group-algorithms';

function algorithm(id: string, category: string, types: string[], derived = false): Algorithm {
  const rest = { description: '', complexity: 'low', training_time: 'fast', requires_gpu: false };
  return { id, name: id, category, types, derived, ...rest };
}

const forest = algorithm('forest', 'Ensembles', ['classification', 'regression']);
const line = algorithm('line', 'Traditional', ['regression']);
const ridge = algorithm('ridge', 'Traditional', ['classification'], true);
const lars = algorithm('lars', 'Traditional', ['regression'], true);

describe('groupAlgorithms', () => {
  it('keeps curated algorithms for another task, and leaves out derived ones', () => {
    expect(groupAlgorithms([forest, line, ridge, lars], 'classification')).toEqual([
      { category: 'Ensembles', curated: [forest], derived: [] },
      { category: 'Traditional', curated: [line], derived: [ridge] },
    ]);
  });

  it('keeps everything before the task is known', () => {
    expect(groupAlgorithms([line, ridge, lars], null)).toEqual([
      { category: 'Traditional', curated: [line], derived: [ridge, lars] },
    ]);
  });

  it('leaves out a category in which nothing is left', () => {
    expect(groupAlgorithms([lars], 'classification')).toEqual([]);
  });
});
