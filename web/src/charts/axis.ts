/** What may stand along an axis. */
export type AxisValue = null | boolean | number | string;

/** Positions between 0 and 1 for values of any kind, and words for the ends. */
export interface Axis {
  place: (value: AxisValue) => number | null;
  low: string;
  high: string;
}

/** The axis of some values: numbers and times by size, everything else side by side. */
export function axisOf(values: readonly AxisValue[], format: (value: number) => string): Axis {
  const numbers = values.filter(isFiniteNumber);
  if (numbers.length > 0) return linear(numbers, (value) => (isFiniteNumber(value) ? value : null), format);
  const times = values.map(timeOf).filter(isFiniteNumber);
  const filled = values.filter((value) => value !== null);
  if (times.length > 0 && times.length === filled.length) {
    return linear(times, timeOf, (time) => new Date(time).toISOString().slice(0, 10));
  }
  return sideBySide(filled);
}

function linear(held: readonly number[], read: (value: AxisValue) => number | null, format: (value: number) => string): Axis {
  const low = held.reduce((least, one) => Math.min(least, one), Infinity);
  const high = held.reduce((most, one) => Math.max(most, one), -Infinity);
  return {
    place: (value) => {
      const at = read(value);
      if (at === null) return null;
      return high > low ? (at - low) / (high - low) : 0.5;
    },
    low: format(low),
    high: format(high),
  };
}

function sideBySide(filled: readonly AxisValue[]): Axis {
  const names = [...new Set(filled.map(String))].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  const places = new Map(names.map((name, at) => [name, (at + 0.5) / names.length]));
  return {
    place: (value) => (value === null ? null : (places.get(String(value)) ?? null)),
    low: names[0] ?? '',
    high: names.at(-1) ?? '',
  };
}

function isFiniteNumber(value: AxisValue): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

const LOOKS_LIKE_TIME = /^-?\d{4,6}-\d{2}-\d{2}(T|$)/;

function timeOf(value: AxisValue): number | null {
  if (typeof value !== 'string' || !LOOKS_LIKE_TIME.test(value)) return null;
  const time = Date.parse(value.includes('T') ? `${value}Z` : value);
  return Number.isNaN(time) ? null : time;
}

/** How many positions fall into each of some equal parts. */
export function countParts(positions: readonly (number | null)[], parts: number): number[] {
  const counts = new Array<number>(parts).fill(0);
  for (const position of positions) {
    if (position === null) continue;
    const part = Math.min(parts - 1, Math.floor(position * parts));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}
