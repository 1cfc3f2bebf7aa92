import type { Column } from '../../../../../api/types';

export const MOST_PAIRED = 6;

/** Which columns are plotted against each other, and which one gives the colours. */
export interface PairChoice {
  columns: string[];
  colour: string | null;
}

/** Three numbers to begin with, coloured by a category where there is one. */
export function defaultPair(schema: readonly Column[]): PairChoice {
  const numbers = schema.filter(({ type }) => type === 'numeric').slice(0, 3);
  const others = schema.filter(({ type }) => type !== 'identifier' && type !== 'text').slice(0, 2);
  const category = schema.find(({ type }) => type === 'categorical' || type === 'binary');
  return {
    columns: (numbers.length > 0 ? numbers : others).map(({ name }) => name),
    colour: category?.name ?? null,
  };
}
