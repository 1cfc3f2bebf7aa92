import type { Line } from '../../../charts/align';
import { LINE_COLORS } from '../../../charts/palette';
import { smooth } from '../../../charts/smooth';
import type { Series } from '../../../api/types';

export type Axis = 'step' | 'time';

export interface Drawn {
  id: string;
  label: string;
  series: Series;
  /** When the run began, in seconds since 1970. */
  begin: number;
}

const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 4, 2, 4]];
const MOST_POINTS = 6_000;

/** The look of the n-th run: a colour, and dashes once the colours are used up. */
export function lookOf(place: number) {
  return { colour: place % LINE_COLORS, dash: DASHES[Math.floor(place / LINE_COLORS) % DASHES.length] ?? [], isFaint: false };
}

/** The lines of a chart; smoothed ones stand before their raw values. */
export function linesOf(runs: readonly Drawn[], places: ReadonlyMap<string, number>, axis: Axis, weight: number): Line[] {
  const most = Math.max(100, Math.floor(MOST_POINTS / Math.max(1, runs.length)));
  return runs.flatMap(({ id, label, series, begin }) => {
    const look = lookOf(places.get(id) ?? 0);
    const { steps, values } = thin(axis === 'step' ? series : { ...series, steps: elapsed(series, begin) }, most);
    const raw = { label, steps, values, look };
    if (weight === 0) return [raw];
    return [
      { ...raw, label: `${label}, as logged`, look: { ...look, isFaint: true } },
      { ...raw, values: smooth(values, weight) },
    ];
  });
}

function elapsed({ times = [] }: Series, begin: number): number[] {
  return times.map((time) => Math.max(0, Math.round((time - begin) * 100) / 100));
}

/** Every n-th point, the last one kept. */
function thin({ steps, values }: Series, most: number): { steps: number[]; values: (number | null)[] } {
  const stride = Math.ceil(steps.length / most);
  if (stride <= 1) return { steps, values };
  const isKept = (_: unknown, at: number) => at % stride === 0 || at === steps.length - 1;
  return { steps: steps.filter(isKept), values: values.filter(isKept) };
}
