import type { Experiment, ListedRun, Run } from '../../api/run-answers';
import type { EventMessage } from '../../api/events';
import type { Timeline } from '../../api/steering';
import type { Points, Series } from '../../api/types';
import { withChange, withChangeIn, without, withNew } from '../../lib/merge';

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
  const time = Date.parse(message.time) / 1000;
  for (const [name, news] of added) series[name] = withPoints(seriesNamed(points.series, name), news, time);
  return { series, last_number: message.number };
}

function seriesNamed(series: SeriesByName, name: string): Series {
  return series[name] ?? { steps: [], values: [] };
}

function withPoints(series: Series, news: readonly [number, number | null][], time: number): Series {
  const steps = [...series.steps];
  const values = [...series.values];
  const times = series.times === undefined ? undefined : [...series.times];
  for (const [step, value] of news) {
    const at = placeOf(steps, step);
    const isThere = steps[at] === step;
    steps.splice(at, isThere ? 1 : 0, step);
    values.splice(at, isThere ? 1 : 0, value);
    // When it was told: as good as when it was logged.
    times?.splice(at, isThere ? 1 : 0, time);
  }
  return { steps, values, ...(times !== undefined && { times }) };
}

/** Where a step stands or belongs; almost always the end, so the search begins there. */
function placeOf(steps: readonly number[], step: number): number {
  let at = steps.length;
  while (at > 0 && (steps[at - 1] ?? -Infinity) >= step) at -= 1;
  return at;
}

/** What is not told of a new run, until it is fetched. */
const UNKNOWN = { hyperparameters: {}, metrics: null, model_id: null, progress: null, error: null, curves: {} };

/** The list of runs, newest first, after an event. */
export function applyRuns(runs: Run[], message: EventMessage): Run[] {
  switch (message.event) {
    case 'run.created':
      return withNewRun(runs, message.data.run);
    case 'run.updated':
      return withChangeIn<Run>(runs, message.data);
    case 'run.deleted':
      return without(runs, message.data.id);
    default:
      return runs;
  }
}

/** One run after an event. */
export function applyRun(run: Run, message: EventMessage): Run {
  return message.event === 'run.updated' ? withChange<Run>(run, message.data) : run;
}

/** The experiments of a workspace, newest first, after an event. */
export function applyExperiments(experiments: Experiment[], message: EventMessage): Experiment[] {
  switch (message.event) {
    case 'experiment.created':
      return withNew(experiments, message.data.experiment);
    case 'experiment.updated':
      return withChangeIn(experiments, message.data);
    case 'experiment.deleted':
      return without(experiments, message.data.id);
    default:
      return experiments;
  }
}

/** The newest values of curves in a list, after points were logged to one of its runs. */
export function applyLogged(runs: Run[], id: string, message: EventMessage): Run[] {
  if (message.event !== 'metrics.logged') return runs;
  const { points } = message.data;
  return runs.map((run) => (run.id === id ? withLogged(run, points) : run));
}

function withLogged(run: Run, points: readonly [string, number, number | null][]): Run {
  const curves = { ...run.curves };
  for (const [name, step, value] of points) {
    const held = curves[name];
    // Only what is shown is held; what is best the next fetch says.
    if (held !== undefined && step >= held.step) curves[name] = { ...held, step, last: value };
  }
  return { ...run, curves };
}

/** Runs begin at a time, and their ids do not all say when. */
function withNewRun(runs: Run[], run: ListedRun): Run[] {
  if (runs.some((one) => one.id === run.id)) {
    return runs.map((one) => (one.id === run.id && one.version < run.version ? { ...one, ...run } : one));
  }
  const added = { ...UNKNOWN, ...run };
  const at = runs.findIndex((one) => isBefore(one, run));
  return at < 0 ? [...runs, added] : [...runs.slice(0, at), added, ...runs.slice(at)];
}

function isBefore(one: ListedRun, other: ListedRun): boolean {
  return one.created_at < other.created_at || (one.created_at === other.created_at && one.id < other.id);
}

/** What happened to a run after an event, oldest first: the ids rise with time. */
export function applyTimeline(timeline: Timeline, message: EventMessage): Timeline {
  if (message.event !== 'training.noted' || message.number <= timeline.last_number) return timeline;
  const { entry } = message.data;
  const others = timeline.entries.filter((one) => one.id !== entry.id);
  const entries = [...others, entry].sort((one, other) => (one.id < other.id ? -1 : 1));
  return { entries, last_number: message.number };
}
