import type { Experiment, ListedRun } from './run-answers';
import type { TimelineEntry } from './steering';
import type { Trial } from './search-answers';
import type { ModelName } from './registry-answers';
import type { Dataset, Job, LogLine, Model, Recipe } from './types';

/** One event of a topic, as the socket brings it. */
interface Envelope<Name extends string, Data> {
  type: 'event';
  topic: string;
  number: number;
  event: Name;
  data: Data;
  time: string;
}

interface Update<T> {
  id: string;
  version: number;
  changes: Partial<T>;
}

export type JobEvent =
  | Envelope<'job.created', { job: Job }>
  | Envelope<'job.updated', Update<Job>>;
export type LogEvent = Envelope<'job.log', { lines: LogLine[] }>;
export type PointsEvent = Envelope<
  'metrics.logged',
  { points: ([name: string, step: number, value: number | null])[] }
>;
export type DatasetEvent =
  | Envelope<'dataset.created', { dataset: Dataset }>
  | Envelope<'dataset.updated', Update<Dataset>>
  | Envelope<'dataset.deleted', { id: string }>;
export type RecipeEvent =
  | Envelope<'recipe.created', { recipe: Recipe }>
  | Envelope<'recipe.updated', Update<Recipe>>
  | Envelope<'recipe.deleted', { id: string }>;
export type ModelEvent =
  | Envelope<'model.created', { model: Model }>
  | Envelope<'model.updated', Update<Model>>
  | Envelope<'model.deleted', { id: string }>
  | Envelope<'model.card_written', { id: string; card_version: number }>
  | Envelope<'model_name.created' | 'model_name.updated', { name: ModelName }>
  | Envelope<'model_name.deleted', { name: string }>;

export type WorkspaceEvent =
  | Envelope<'workspace.updated', { id: string; changes: { name?: string } }>
  | Envelope<'member.set', { user_id: string; role: string }>
  | Envelope<'member.removed', { user_id: string }>
  | Envelope<'state.updated', { path: string; value?: unknown; version: number; user_id: string }>;

export type TrainingEvent =
  | Envelope<'training.created', { session: { session_id: string; name: string } }>
  | Envelope<'training.finished', { session_id: string; state: string }>
  | Envelope<'training.noted', { entry: TimelineEntry }>;

export type RunEvent =
  | Envelope<'run.created', { run: ListedRun }>
  | Envelope<'run.updated', Update<ListedRun>>
  | Envelope<'run.deleted', { id: string }>;

export type ExperimentEvent =
  | Envelope<'experiment.created', { experiment: Experiment }>
  | Envelope<'experiment.updated', Update<Experiment>>
  | Envelope<'experiment.deleted', { id: string }>;

export type PresetEvent =
  | Envelope<'preset.created', { preset: { id: string } }>
  | Envelope<'preset.updated', { id: string }>
  | Envelope<'preset.deleted', { id: string }>;

export type SearchEvent =
  | Envelope<'search.trial', { trial: Trial }>
  | Envelope<'search.looked', { search_id: string }>
  | Envelope<'search.clock', { search_id: string }>
  | Envelope<'search.concluded', { search_id: string }>
  | Envelope<'search.deleted', { id: string }>;

export type EventMessage =
  | PresetEvent
  | RunEvent
  | ExperimentEvent
  | TrainingEvent
  | SearchEvent
  | WorkspaceEvent
  | JobEvent
  | LogEvent
  | PointsEvent
  | DatasetEvent
  | RecipeEvent
  | ModelEvent;
