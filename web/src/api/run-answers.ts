import type { RunStatus, TrainingSession } from './answers';

/** Runs as lists show them, and the experiments that they belong to. */

/** What events tell of a run. */
export interface ListedRun {
  id: string;
  workspace_id: string;
  session_id: string;
  name: string;
  source: string;
  status: RunStatus;
  experiment_id: string | null;
  algorithm_id: string | null;
  dataset_id: string | null;
  target: string | null;
  tags: string[];
  has_notes: boolean;
  notes_version: number;
  /** How many serious findings of the guard its scores were had against. */
  against: number;
  created_by: string;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  version: number;
}

/** The newest and the best value of a curve. */
export interface CurveEnds {
  step: number;
  last: number | null;
  best: number | null;
}

/** A run as lists show it. */
export interface Run extends ListedRun, TrainingSession {
  session_id: string;
  metrics: Record<string, unknown> | null;
  model_id: string | null;
  progress: number | null;
  error: string | null;
  curves: Record<string, CurveEnds>;
}

export interface RunNotes {
  text: string;
  version: number;
  updated_by: string | null;
  updated_at: string | null;
}

/** What runs have: the names that lists can show, sort by and filter by. */
export interface RunChoices {
  metrics: string[];
  parameters: string[];
  results: string[];
  tags: string[];
  algorithms: string[];
  datasets: string[];
  people: string[];
}

export interface Experiment {
  id: string;
  workspace_id: string;
  name: string;
  description: string;
  status: 'active' | 'archived';
  algorithm_id: string | null;
  dataset_id: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** A run with all that it may differ from others in. */
export interface ComparedRun extends Run {
  asked: Record<string, unknown>;
  dataset: { id: string; name: string; rows: number | null; content_hash: string } | null;
  /** The hash of the very rows that were learned from; null before the run has ended. */
  data_hash: string | null;
  versions: Record<string, string> | null;
}
