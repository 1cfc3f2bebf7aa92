import type { EventMessage } from '../../api/events';
import type { Points, Series } from '../../api/types';

type SeriesByName = Readonly<Record<string, Series>>;

/** The curves of a run after an event: a point replaces the one of the same name and step. */
export function applyPoints(points: Points, message: EventMessage): Points {
  if (message.event !== 'metrics.logged' || message.number <= points.last_number) return points;
  const added = new Map<string, [step: number, value: number | null][]>();
  for (const [name, step, value] of message.data.points) {
    const group = added.get(name) ?? [];
    group.push([step, value]);
    added.set(name, group);
  }
  const series: Record<string, Series> = { ...points.series };
  for (const [name, news] of added) series[name] = withPoints(seriesNamed(points.series, name), news);
  return { series, last_number: message.number };
}

function seriesNamed(series: SeriesByName, name: string): Series {
  return series[name] ?? { steps: [], values: [] };
}

function withPoints(series: Series, news: readonly [number, number | null][]): Series {
  const steps = [...series.steps];
  const values = [...series.values];
  for (const [step, value] of news) {
    const at = placeOf(steps, step);
    const isThere = steps[at] === step;
    steps.splice(at, isThere ? 1 : 0, step);
    values.splice(at, isThere ? 1 : 0, value);
  }
  return { steps, values };
}

/** Where a step stands or belongs; almost always the end, so the search begins there. */
function placeOf(steps: readonly number[], step: number): number {
  let at = steps.length;
  while (at > 0 && (steps[at - 1] ?? -Infinity) >= step) at -= 1;
  return at;
}
