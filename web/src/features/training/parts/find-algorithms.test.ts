import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../../../api/answers';
import { findAlgorithms, findElsewhere } from './find-algorithms';

function algorithm(name: string, aliases: string[] = [], description = ''): Algorithm {
  const rest = { category: 'All', types: ['classification'], complexity: 'low', training_time: 'fast', requires_gpu: false };
  return { id: name, name, aliases, description, ...rest };
}

const forest = algorithm('Random Forest', ['rf', 'RandomForestClassifier'], 'Many trees vote.');
const boosting = algorithm('XGBoost', ['xgb'], 'Trees that mend what a forest of others left.');
const groups = algorithm('K-Means', ['kmeans'], 'Groups around centres.');
const all = [forest, boosting, groups];

describe('findAlgorithms', () => {
  it.each([
    ['forest', [forest, boosting], false],
    ['xgb', [boosting], false],
    ['', all, false],
    ['radnom forrest', [forest], true],
    ['xgbost', [boosting], true],
    ['k mean', [groups], false],
    ['kmenas', [groups], true],
    ['quantum', [], true],
  ])('%s', (search, algorithms, isGuess) => {
    expect(findAlgorithms(all, search)).toEqual({ algorithms, isGuess });
  });
});

describe('findElsewhere', () => {
  it('goes by names, not by descriptions', () => {
    expect(findElsewhere(all, 'forest')).toEqual([forest]);
    expect(findElsewhere(all, 'kmaens')).toEqual([groups]);
    expect(findElsewhere(all, 'trees')).toEqual([]);
    expect(findElsewhere(all, 'f')).toEqual([forest]);
    expect(findElsewhere(all, ' ')).toEqual([]);
  });

  it('begins with the plainest of those that are called so', () => {
    const kernel = algorithm('Kernel PCA', ['KernelPCA']);
    const plain = algorithm('PCA');

    expect(findElsewhere([kernel, plain], 'pca')).toEqual([plain, kernel]);
  });
});
