import { formatNumber } from '../../lib/format';
import { isNumber } from '../../lib/guards';

type Value = null | boolean | number | string;

/** How points are told apart: each has a place among a few groups, or on a scale. */
export type Colouring =
  | { kind: 'plain' }
  // Groups, counted from 0, differ in shape too.
  | { kind: 'given'; colours: readonly string[]; groups?: readonly number[] }
  | { kind: 'groups'; title: string; names: readonly string[]; groups: readonly number[] }
  | { kind: 'scale'; title: string; low: number; high: number; shares: readonly (number | null)[] };

export const MOST_GROUPS = 7;
/** The group of those whose value is not among the most frequent, or is missing. */
export const REST = -1;

/** Bright at the high end, dark at the low one, and told apart by every kind of eye. */
export const SCALE = ['#440154', '#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#fde725'] as const;

/** Colours points by a column: numbers along a scale, everything else by its more frequent values. */
export function colourBy(title: string, values: readonly Value[], isNumeric: boolean): Colouring {
  return isNumeric ? alongScale(title, values) : byGroups(title, values);
}

function alongScale(title: string, values: readonly Value[]): Colouring {
  const numbers = values.filter(isNumber);
  const low = numbers.reduce((least, one) => Math.min(least, one), Infinity);
  const high = numbers.reduce((most, one) => Math.max(most, one), -Infinity);
  if (low > high) return byGroups(title, values);
  const shares = values.map((value) => (isNumber(value) ? (high > low ? (value - low) / (high - low) : 0.5) : null));
  return { kind: 'scale', title, low, high, shares };
}

function byGroups(title: string, values: readonly Value[]): Colouring {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const names = [...counts.entries()]
    .sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]))
    .slice(0, MOST_GROUPS)
    .map(([name]) => name);
  const places = new Map(names.map((name, place) => [name, place]));
  return { kind: 'groups', title, names, groups: values.map((value) => places.get(String(value)) ?? REST) };
}

/** The colour at a share of the scale. */
export function scaleColour(share: number): string {
  return SCALE[Math.min(SCALE.length - 1, Math.floor(share * SCALE.length))] ?? SCALE[0];
}

export function scaleEnds({ low, high }: { low: number; high: number }): readonly [string, string] {
  return [formatNumber(low), formatNumber(high)];
}
