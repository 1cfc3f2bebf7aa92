/** One axis of a chart of parallel coordinates: where each row stands on it, and words for its ends. */
export interface ParallelAxis {
  id: string;
  title: string;
  low: string;
  high: string;
  /** Between 0 and 1, row by row; null where the row has nothing to say. */
  places: readonly (number | null)[];
  /** Words along the axis between its ends. */
  marks?: readonly { place: number; text: string }[];
}

/** The part of an axis that is looked at, as places between 0 and 1. */
export type Brush = readonly [low: number, high: number];
export type Brushes = Readonly<Record<string, Brush>>;

const STEP = 0.1;

/** A brush with its lower end, or its upper, a step further up or down; null where it would keep everything. */
export function stepped(brush: Brush | null, direction: 1 | -1, isUpper: boolean): Brush | null {
  const [low, high] = brush ?? [0, 1];
  const within = (place: number) => Math.round(Math.min(1, Math.max(0, place)) * 1000) / 1000;
  const moved: Brush = isUpper
    ? [low, Math.max(low, within(high + direction * STEP))]
    : [Math.min(high, within(low + direction * STEP)), high];
  return moved[0] <= 0 && moved[1] >= 1 ? null : moved;
}

/** Whether a row passes every brush. */
export function passes(axes: readonly ParallelAxis[], brushes: Brushes, row: number): boolean {
  return axes.every(({ id, places }) => {
    const brush = brushes[id];
    if (brush === undefined) return true;
    const place = places[row] ?? null;
    return place !== null && place >= brush[0] && place <= brush[1];
  });
}

/** An axis of numbers, by decades where they are to be weighed alike. */
export function numberAxis(
  id: string,
  title: string,
  values: readonly (number | null)[],
  format: (value: number) => string,
  isLog = false,
): ParallelAxis {
  const held = values.filter((value) => value !== null);
  const low = held.reduce((least, value) => Math.min(least, value), Infinity);
  const high = held.reduce((most, value) => Math.max(most, value), -Infinity);
  const scale = isLog && low > 0 ? Math.log : (value: number) => value;
  const span = scale(high) - scale(low);
  const place = (value: number) => (span > 0 ? (scale(value) - scale(low)) / span : 0.5);
  const isEmpty = held.length === 0;
  return {
    id,
    title,
    low: isEmpty ? '' : format(low),
    high: isEmpty ? '' : format(high),
    places: values.map((value) => (value === null ? null : place(value))),
  };
}

/** An axis of a few choices, side by side. */
export function choiceAxis(id: string, title: string, values: readonly (string | null)[], order: readonly string[]): ParallelAxis {
  const held = order.filter((word) => values.includes(word));
  const place = (word: string) => (held.length < 2 ? 0.5 : held.indexOf(word) / (held.length - 1));
  return {
    id,
    title,
    low: held[0] ?? '',
    high: held.length < 2 ? '' : (held.at(-1) ?? ''),
    places: values.map((word) => (word === null ? null : place(word))),
    marks: held.slice(1, -1).map((text) => ({ place: place(text), text })),
  };
}
