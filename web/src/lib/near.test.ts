import { describe, expect, it } from 'vitest';
import { isNear, nearestOf, slipsBetween } from './near';

describe('slips between two words', () => {
  it.each([
    ['forest', 'forest', 0],
    ['forrest', 'forest', 1],
    ['froest', 'forest', 1],
    ['fores', 'forest', 1],
    ['bayes', 'boost', 4],
    ['', 'forest', 6],
  ])('%s and %s differ by %i', (one, other, slips) => {
    expect([slipsBetween(one, other), slipsBetween(other, one)]).toEqual([slips, slips]);
  });
});

describe('a word that is being typed', () => {
  it.each([
    ['xgbost', 'xgboost', true],
    ['regresion', 'regression', true],
    ['logisitc', 'logistic', true],
    ['lightbg', 'lightgbm', true],
    ['svn', 'svm', false],
    ['forest', 'boost', false],
  ])('%s is near %s: %s', (typed, word, isIt) => {
    expect(isNear(typed, word)).toBe(isIt);
  });
});

describe('the word that was meant', () => {
  it.each([
    ['rellu', ['relu', 'selu', 'tanh'], 'relu'],
    ['ADAM', ['sgd', 'adamw', 'adam'], 'adam'],
    ['sigmoid', ['relu', 'tanh'], null],
    ['', ['relu'], null],
  ])('%s among %j is %s', (typed, words, meant) => {
    expect(nearestOf(typed, words)).toBe(meant);
  });
});
