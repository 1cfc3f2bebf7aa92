import type { Algorithm } from '../../../api/answers';
import { isNear } from '../../../lib/near';
import { matches } from './match-algorithm';

export interface Found {
  algorithms: readonly Algorithm[];
  /** Whether nothing is called or described so, and these are only called nearly so. */
  isGuess: boolean;
}

/** Those that a search means; where there is none, those whose names are nearly what was typed. */
export function findAlgorithms(algorithms: readonly Algorithm[], search: string): Found {
  const meant = algorithms.filter((one) => matches(one, search));
  if (meant.length > 0) return { algorithms: meant, isGuess: false };
  return { algorithms: algorithms.filter((one) => isCalledNearly(one, search)), isGuess: true };
}

/** Those of another goal that are called so, or nearly, the likeliest first; descriptions do not count. */
export function findElsewhere(others: readonly Algorithm[], search: string): readonly Algorithm[] {
  const words = wordsOf(search);
  if (words.length === 0) return [];
  const called = others.filter((one) => {
    const names = namesOf(one);
    return words.every((word) => names.some((name) => name.startsWith(word)));
  });
  const found = called.length > 0 ? called : others.filter((one) => isCalledNearly(one, search));
  // Of two that are called so, the one whose name says less besides.
  return found.toSorted((one, other) => one.name.length - other.name.length);
}

function isCalledNearly(algorithm: Algorithm, search: string): boolean {
  const names = namesOf(algorithm);
  const words = wordsOf(search);
  return words.length > 0 && words.every((word) => names.some((one) => isNear(word, one)));
}

/** The words of all names, and each name as one word. */
function namesOf({ name, aliases = [] }: Algorithm): string[] {
  return [name, ...aliases].flatMap((one) => [...wordsOf(one), wordsOf(one).join('')]);
}

function wordsOf(text: string): string[] {
  const apart = text.replace(/([a-z])([A-Z][a-z])/g, '$1 $2');
  return apart.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '');
}
