import type { Algorithm } from '../../../api/answers';

/** Whether every word of a search stands somewhere in an algorithm's names, category or description. */
export function matches(algorithm: Algorithm, search: string): boolean {
  const { name, aliases = [], category, description } = algorithm;
  const text = [name, ...aliases, category, description].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
