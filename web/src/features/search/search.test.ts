import { describe, expect, it } from 'vitest';
import type { EventMessage } from '../../api/events';
import type { Trial, Trials } from '../../api/search-answers';
import { applyTrials } from './apply';
import { historyOf, rankTrials } from './ranking';
import { ableOnes, wishesFor } from './plan';
import { asideOf, rowsRequest, targetProblems } from './rows';

function trial(number: number, more: Partial<Trial> = {}): Trial {
  const cost = { cost_s: 1, error: null, started_at: '', finished_at: null };
  return { number, algorithm_id: 'a', params: {}, origin: 'guessed', state: 'complete', value: 0.5, spread: 0, scores: [], ...cost, ...more };
}

function told(number: number, one: Trial): EventMessage {
  return { type: 'event', topic: 'job:1', number, event: 'search.trial', data: { trial: one }, time: '' };
}

const nothing: Trials = { trials: [], total: 0, last_number: 0 };

describe('applyTrials', () => {
  it('adds a new trial at its place and replaces a known one', () => {
    const first = applyTrials(applyTrials(nothing, told(1, trial(1))), told(2, trial(0)));

    const after = applyTrials(first, told(3, trial(1, { value: 0.9 })));

    expect(after.trials.map(({ number, value }) => [number, value])).toEqual([[0, 0.5], [1, 0.9]]);
    expect([after.total, after.last_number]).toEqual([2, 3]);
  });

  it('ignores what it has seen', () => {
    const first = applyTrials(nothing, told(4, trial(0)));

    expect(applyTrials(first, told(4, trial(0, { value: 1 })))).toBe(first);
  });
});

describe('ranking', () => {
  const trials = [trial(0, { value: 0.7 }), trial(1, { state: 'running', value: null }), trial(2, { value: 0.9 }), trial(3, { state: 'pruned', value: 1 })];

  it('puts the best finished trial first', () => {
    expect(rankTrials(trials, true).map(({ number }) => number)).toEqual([2, 0, 3, 1]);
    expect(rankTrials(trials, false).map(({ number }) => number)).toEqual([0, 2, 3, 1]);
  });

  it('follows the best so far', () => {
    expect(historyOf(trials, true)).toEqual({ steps: [0, 2], values: [0.7, 0.9], best: [0.7, 0.9] });
    expect(historyOf(trials, false).best).toEqual([0.7, 0.7]);
  });
});

describe('wishesFor', () => {
  it('leaves out algorithms that are not chosen', () => {
    const wishes = { a: { x: { fixed: 1 } }, b: {} };

    expect(wishesFor(wishes, ['b'])).toEqual({ b: {} });
    expect(wishesFor(wishes, null)).toBe(wishes);
  });
});

describe('ableOnes', () => {
  it('leaves out what was chosen for another task, and keeps what is not known yet', () => {
    const offered = [
      { id: 'naive_bayes', types: ['classification'] },
      { id: 'lightgbm', types: ['classification', 'regression'] },
    ];

    expect(ableOnes(['naive_bayes', 'lightgbm', 'own'], 'regression', offered)).toEqual(['lightgbm', 'own']);
    expect(ableOnes(['naive_bayes'], 'regression', undefined)).toEqual(['naive_bayes']);
  });
});

describe('rowsRequest', () => {
  const nothing = { group: null, time: null, weight: null, classWeights: {}, texts: null, recipeId: null, alsoTargets: [] };

  it('asks for what was chosen and leaves out what does not apply', () => {
    const rows = { ...nothing, time: 'day', weight: 'n', classWeights: { yes: 2 }, texts: ['said', 'gone'], recipeId: 'recipe_1' };

    expect(rowsRequest(nothing, ['a'], true)).toEqual({});
    expect(rowsRequest(rows, ['a', 'said'], true)).toEqual({
      time_column: 'day',
      weight_column: 'n',
      class_weights: { yes: 2 },
      text_columns: ['said'],
      recipe_id: 'recipe_1',
    });
    expect(rowsRequest(rows, ['a'], false)).not.toHaveProperty('class_weights');
    expect(asideOf({ ...rows, alsoTargets: ['rent'] })).toEqual(['day', 'n', 'rent']);
    expect(targetProblems(rows)).toEqual([]);
    expect(targetProblems({ ...rows, alsoTargets: ['rent'] })).toHaveLength(2);
  });
});
