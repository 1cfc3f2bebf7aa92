import type { TaskKind } from './answers';
import type { RunGuard } from './guard-answers';

export type TrialState = 'running' | 'paused' | 'complete' | 'pruned' | 'cut' | 'failed';
export type SearchStatus = 'queued' | 'running' | 'pausing' | 'paused' | 'completed' | 'failed' | 'stopped';

/** One trial of a search: values, and how they came out on each fold. */
export interface Trial {
  number: number;
  algorithm_id: string;
  params: Record<string, unknown>;
  origin: string;
  state: TrialState;
  value: number | null;
  spread: number | null;
  scores: number[];
  /** How many rungs of its rounds it has passed, where trials are halved by rounds. */
  rungs?: number;
  /** Seconds to fit and to predict one fold. */
  cost_s: number | null;
  error: string | null;
  /** The training that somebody has started with its values. */
  run_id?: string | null;
  started_at: string;
  finished_at: string | null;
}

export interface Trials {
  trials: Trial[];
  total: number;
  /** What every score was had against, in sentences. */
  trained_against?: string[];
  last_number: number;
}

/** One parameter that is searched: numbers between two bounds, or a few choices. */
export interface Knob {
  name: string;
  /** Whether it may also be left empty. */
  empty: boolean;
  low?: number;
  high?: number;
  log?: boolean;
  choices?: unknown[];
}

export interface AlgorithmSpace {
  algorithm_id: string;
  knobs: Knob[];
  fixed: Record<string, unknown>;
}

export interface SpaceAnswer {
  algorithms: string[];
  space: AlgorithmSpace[];
  metrics: string[];
}

export interface BestTrial {
  number: number;
  algorithm_id: string;
  params: Record<string, unknown>;
  value: number | null;
  spread: number | null;
}

export interface ParameterImportance {
  algorithm_id: string | null;
  name: string;
  importance: number;
}

export interface SearchSummary {
  id: string;
  name: string;
  status: SearchStatus;
  is_stopping: boolean;
  dataset_id: string;
  target: string;
  /** The columns that are predicted together, the target first; null where there is one. */
  targets: string[] | null;
  task: TaskKind;
  metric: string;
  is_greater_better: boolean;
  algorithms: string[];
  budget: { trials: number; seconds: number | null; patience: number | null };
  trials: Partial<Record<TrialState, number>>;
  best: BestTrial | null;
  /** How many serious findings of the guard its scores were had against. */
  against: number;
  error: string | null;
  created_at: string;
  started_at: string | null;
  deadline: string | null;
  /** Since when its clock stands. */
  paused_at: string | null;
  /** For how many seconds it has stood before. */
  paused_s: number;
  finished_at: string | null;
}

/** What came of stacking the best: a model of its own where it beats the leader beyond noise. */
export interface StackOutcome {
  model_id: string | null;
  told: string;
  members: { number: number; name: string; weight?: number }[];
}

/** What came of a search once its trials were over. */
export interface SearchOutcome {
  reason: 'stopped' | 'time' | 'trials' | 'no_gain' | 'failures';
  best: BestTrial;
  importances: ParameterImportance[];
  training_id: string;
  model_id?: string | null;
  metrics?: Record<string, number | null> | null;
  error?: string | null;
  stack?: StackOutcome;
}

/** What a search has left and is still there. */
export interface SearchLeft {
  run: { id: string; name: string; status: string } | null;
  models: { id: string; name: string; size_bytes: number }[];
}

export interface SearchAnswer {
  search: Search;
  left: SearchLeft;
  last_number: number;
}

export interface Search extends SearchSummary {
  request: {
    feature_columns: string[] | null;
    group_column: string | null;
    first?: { algorithm_id: string }[];
    [name: string]: unknown;
  };
  seed: number;
  space: AlgorithmSpace[];
  /** By the numbers of trials: who leads, who is tied with it within noise, and the cheapest of these. */
  standing: { leader: number; tied: number[]; cheapest: number; since_gain: number } | null;
  outcome: SearchOutcome | null;
  /** What the guard found in the rows that trials learn from; null until it has looked. */
  guard: RunGuard | null;
  /** Sentences about the folds. */
  notes: string[];
  /** What is tried first because it was good before, and the runs and searches that it is from. */
  earlier: { count: number; sources: { kind: 'run' | 'search'; id: string; name: string }[] };
}
