import type { Algorithm } from '../../../api/answers';

/** Whether every word of a search stands somewhere in an algorithm's name, category or description. */
export function matches(algorithm: Algorithm, search: string): boolean {
  const text = `${algorithm.name} ${algorithm.category} ${algorithm.description}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
