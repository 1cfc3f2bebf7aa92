import type { Pairs } from '../../../../../api/table';
import type { Cell } from '../../../../../api/types';
import { formatNumber } from '../../../../../lib/format';

const PARTS = 5;

export interface Groups {
  names: string[];
  /** The group of each point; -1 for those without a value. */
  places: number[];
}

/** The groups that colour points: categories as they are, numbers in parts of equal size. */
export function groupsOf({ points, columns, colour, colour_kind: kind }: Pairs): Groups | null {
  if (colour === null) return null;
  const values = points.map((point) => point[columns.length] ?? null);
  return kind === 'number' ? parts(values) : categories(values);
}

function categories(values: readonly Cell[]): Groups {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const names = [...counts].sort((one, other) => other[1] - one[1]).map(([name]) => name);
  const places = new Map(names.map((name, at) => [name, at]));
  return { names, places: values.map((value) => (value === null ? -1 : (places.get(String(value)) ?? -1))) };
}

function parts(values: readonly Cell[]): Groups {
  const numbers = values.map(Number);
  const held = numbers.filter((_, at) => values[at] !== null && !Number.isNaN(numbers[at])).sort((one, other) => one - other);
  const ends = Array.from({ length: PARTS - 1 }, (_, at) => held[Math.floor(((at + 1) * held.length) / PARTS)] ?? 0);
  const edges = [...new Set(ends)];
  const names = edges.map((edge, at) => (at === 0 ? `below ${formatNumber(edge)}` : `${formatNumber(edges[at - 1] ?? 0)} to ${formatNumber(edge)}`));
  const last = edges.at(-1);
  return {
    names: last === undefined ? ['all'] : [...names, `${formatNumber(last)} and above`],
    places: values.map((value, at) => {
      const number = numbers[at] ?? NaN;
      return value === null || Number.isNaN(number) ? -1 : edges.filter((edge) => number >= edge).length;
    }),
  };
}
