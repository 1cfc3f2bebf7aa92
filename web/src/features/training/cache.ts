import type { QueryClient } from '@tanstack/react-query';
import type { Experiment, Run } from '../../api/run-answers';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { Timeline } from '../../api/steering';
import type { Points } from '../../api/types';
import { itemsOf, type Pages } from '../../lib/pages';
import { invalidateSoon } from '../../lib/soon';
import { applyExperiments, applyLogged, applyPoints, applyRun, applyRuns, applyTimeline } from './apply';

interface ExperimentList {
  experiments: Experiment[];
  runs: Record<string, number>;
}

/** Brings the cached curves and the lists of trainings up to date with a fact. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  const id = message.topic.slice('job:'.length);
  if (message.event === 'metrics.logged') {
    for (const key of [keys.points(id), keys.timedPoints(id)]) {
      client.setQueryData<Points>(key, (points) => points && applyPoints(points, message));
    }
    changeLists(client, (runs) => (runs.some((run) => run.id === id) ? applyLogged(runs, id, message) : runs));
  } else if (message.event === 'training.noted') {
    client.setQueryData<Timeline>(keys.timeline(id), (timeline) => timeline && applyTimeline(timeline, message));
    // What else a page shows of a run changes with what happened to it.
    for (const key of [keys.controls(id), keys.checkpoints(id), keys.descent(id)]) {
      void client.invalidateQueries({ queryKey: key });
    }
  } else if (message.event === 'training.finished') {
    void client.invalidateQueries({ queryKey: keys.training(id) });
  } else if (message.event.startsWith('run.')) {
    applyRunEvent(client, message);
  } else if (message.event.startsWith('preset.')) {
    void client.invalidateQueries({ queryKey: keys.presets });
  } else if (message.event.startsWith('experiment.')) {
    client.setQueryData<ExperimentList>(
      keys.experiments,
      (list) => list && { ...list, experiments: applyExperiments(list.experiments, message) },
    );
  }
}

function applyRunEvent(client: QueryClient, message: EventMessage): void {
  if (message.event === 'run.updated') {
    const { id } = message.data;
    const apply = (held: { session: Run } | undefined) => held && { session: applyRun(held.session, message) };
    client.setQueryData<{ session: Run }>(keys.training(id), apply);
    if (message.data.changes.notes_version !== undefined) {
      void client.invalidateQueries({ queryKey: keys.runNotes(id) });
    }
  }
  // Where a new run stands depends on what the list is sorted by: that is asked.
  if (message.event !== 'run.created') changeLists(client, (runs) => applyRuns(runs, message));
  invalidateSoon(client, keys.trainings);
  invalidateSoon(client, keys.comparisonOfRuns);
  invalidateSoon(client, keys.experiments);
}

/** Changes the runs of every list, each where it stands. */
function changeLists(client: QueryClient, change: (runs: Run[]) => Run[]): void {
  client.setQueriesData<Pages<Run>>({ queryKey: keys.trainings }, (list) => {
    if (list === undefined) return undefined;
    const held = itemsOf(list);
    const changed = change(held);
    if (changed === held || changed.every((run, at) => run === held[at])) {
      if (changed.length === held.length) return list;
    }
    const byId = new Map(changed.map((run) => [run.id, run]));
    const pages = list.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((run) => byId.get(run.id) ?? []),
      total: page.total - (held.length - changed.length),
    }));
    return { ...list, pages };
  });
}
