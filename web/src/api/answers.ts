import type { RunGuard } from './guard-answers';
import type { Described } from '../lib/described';
import type { TaskKind } from '../lib/tasks';
import type { Cell } from './types';

/** Answers of the server that no event changes. */

export type { TaskKind };

export interface Algorithm {
  id: string;
  name: string;
  aliases?: string[];
  category: string;
  description: string;
  types: string[];
  complexity: string;
  training_time: string;
  requires_gpu: boolean;
  /** Whether a graphics card is used where there is one. */
  uses_gpu?: boolean;
  needs_extra?: string | null;
  /** Whether it was taken over from scikit-learn as that declares it. */
  derived?: boolean;
  /** Whether it can go before another algorithm. */
  transforms?: boolean;
}

export interface AlgorithmDetail {
  id: string;
  name: string;
  description: string;
  when_to_use?: string | null;
  algorithm_types: string[];
  requirements?: { target?: boolean };
  documentation_url: string | null;
  derived?: boolean;
  max_rows?: number | null;
  schema: unknown;
}

export interface Preset {
  id: string;
  name: string;
  description: string;
  algorithm_id: string;
  hyperparameters: Record<string, unknown>;
  /** What is other for the table than the preset has it, and why. */
  adapted?: AdaptedValue[];
}

export interface AdaptedValue {
  name: string;
  value: unknown;
  instead_of: unknown;
  why: string;
}

/** Values that a workspace keeps; those that no longer fit are left out and told. */
export interface SavedPreset extends Preset {
  version: number;
  created_by: string;
  problems: { loc: string[]; msg: string }[];
  /** The table of the form that its values stood in, as it was then; null where nobody knows. */
  made_for: { dataset_id: string; name: string; rows: number; columns: number } | null;
  /** Beside a chosen table: whether that is of another size, and what would fit it. */
  for_table?: { is_another_size: boolean; hyperparameters: Record<string, unknown>; adapted: AdaptedValue[] };
}

export interface Check {
  valid: boolean;
  errors?: unknown[];
}

/** A training: one of ours, which is a job, or a program of somebody's own that logs its points. */
export interface TrainingSession {
  session_id: string;
  name: string;
  source: string;
  status: RunStatus;
  hyperparameters: Record<string, unknown>;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
}

export type RunStatus = 'queued' | 'running' | 'paused' | 'completed' | 'failed' | 'stopped';

export interface RocData {
  classes: Cell[];
  fpr: number[][];
  tpr: number[][];
  /** From which probability on rows count at each point, null where none do; older runs do not tell. */
  thresholds?: (number | null)[][];
  auc: (number | null)[];
}

export interface Importance {
  features: string[];
  importances: number[];
}

export interface RunMetrics {
  feature_importance: Importance | null;
  roc_data: RocData | null;
  confusion_matrix: number[][] | null;
  class_labels: Cell[] | null;
  overall_metrics: Record<string, number | null> | null;
  /** Whether there are scores with intervals to ask for. */
  has_scores?: boolean;
  /** Which rows were judged: those held back, or those of the training where the method knows no others. */
  part?: 'test' | 'train' | null;
  /** What a training without a target found. */
  described?: Described | null;
  /** What it was trained against. */
  guard?: RunGuard | null;
  /** The column that says how much rows count here, if one does. */
  weighted_by?: string | null;
  /** The metrics of each of several targets; the rest is that of the first, the metrics are means. */
  targets?: Record<string, Record<string, number | null>> | null;
}

export interface Prediction {
  prediction: Cell;
  probabilities: Record<string, number> | null;
  /** What a model without a target says of a row. */
  described?: Record<string, Cell>;
  /** What a model of several targets says of each. */
  targets?: Record<string, { prediction: Cell; probabilities: Record<string, number> | null }>;
  /** Between which numbers the truth lies, as often as the level says. */
  interval?: { low: number; high: number; level: number };
  /** Of which classes the row is one, as often as the level says. */
  set?: { classes: Cell[]; level: number };
  /** Why the model had better not be believed of this row, where that is so. */
  unsupported?: string;
}

export interface Workspace {
  id: string;
  name: string;
  role: Role;
}

/** How one gets in. */
export interface SignInOptions {
  open: boolean;
  accounts: boolean;
  registration: boolean;
  api_key: boolean;
}

export interface Account {
  id: string;
  name: string;
  email: string | null;
  kind: string;
  scopes: string[];
  /** The person behind it; a key of the whole server stands for nobody. */
  user: { id: string; name: string; email: string } | null;
}

/** A key for scripts, without its secret. */
export interface ApiKey {
  id: string;
  name: string;
  hint: string;
  scope: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

export type Role = 'viewer' | 'editor' | 'owner';

export interface Member {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  granted_at: string;
}

/** An invitation that nobody has taken up. */
export interface Invite {
  id: string;
  email: string;
  role: Role;
  created_at: string;
  expires_at: string;
}

/** A way to make a synthetic table. */
export interface Generator {
  id: string;
  name: string;
  description: string;
  task: TaskKind;
  target: string;
  /** The two columns that a picture shows. */
  axes: string[];
  schema: unknown;
}

/** A synthetic table in two dimensions. */
export interface GeneratedPicture {
  n_points: number;
  n_classes: number;
  data: { x: number[]; y: number[]; labels: number[]; colors: string[] };
  columns: { name: string; description: string }[];
}

/** A way to lay a table out in a plane. */
export interface MapMethod {
  id: string;
  name: string;
  description: string;
  available: boolean;
  needs_extra: string | null;
  schema: unknown;
}

export interface DatasetMap {
  id: string;
  dataset_id: string;
  job_id: string;
  state: 'computing' | 'ready' | 'failed';
  method: string;
  columns: string[];
  parameters: Record<string, unknown>;
  missing: string;
  /** The search and the filter that choose its rows; null where it shows all. */
  view: Record<string, unknown> | null;
  stale: boolean;
  notes: string[];
  facts: Record<string, unknown> | null;
  features: string[] | null;
  rows: number | null;
  error: string | null;
  created_at: string;
}

/** Where each row of a map lies, and the values of a column there. */
export interface MapAnswer {
  map: DatasetMap;
  points: { rows: number[]; x: number[]; y: number[] } | null;
  colour: { name: string; dtype: string; type: string; values: Cell[] } | null;
}
