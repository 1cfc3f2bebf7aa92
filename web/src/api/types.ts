import type { BroughtIn } from './travel-answers';
/** The wire as the page reads it: the things that it shows. */

export type JobState =
  | 'queued'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'waiting'
  | 'cancelling'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'lost';

export interface Job {
  id: string;
  workspace_id: string;
  kind: string;
  title: string;
  state: JobState;
  priority: number;
  progress: number | null;
  step: number | null;
  total_steps: number | null;
  unit: string | null;
  message: string | null;
  eta_s: number | null;
  params: Record<string, unknown>;
  result: Record<string, unknown> | null;
  error: { code: string; message: string } | null;
  attempt: number;
  max_attempts: number;
  subject: { kind: string; id: string } | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  version: number;
}

export interface LogLine {
  time: string;
  level: string;
  text: string;
}

export interface JobLog {
  lines: LogLine[];
  last_number: number;
}

export interface Series {
  steps: number[];
  values: (number | null)[];
  /** When each was logged, in seconds since 1970, where that was asked for. */
  times?: number[];
}

export interface Points {
  series: Record<string, Series>;
  last_number: number;
}

export type ColumnType =
  | 'numeric'
  | 'categorical'
  | 'binary'
  | 'datetime'
  | 'text'
  | 'identifier'
  | 'high_cardinality_categorical'
  | 'unknown';

export type Cell = null | boolean | number | string;

export interface Column {
  name: string;
  dtype: string;
  nullable: boolean;
  type: ColumnType;
  confidence: number;
  missing: number;
  distinct: number | null;
  minimum: Cell;
  maximum: Cell;
  examples: Cell[];
  /** Whether a person said what it means. */
  is_overruled?: boolean;
}

export interface Dataset {
  id: string;
  workspace_id: string;
  name: string;
  filename: string;
  kind: string;
  state: 'importing' | 'ready' | 'failed';
  size_bytes: number;
  rows: number | null;
  columns: number | null;
  schema?: Column[] | null;
  /** The oldest dataset made of the same bytes, if there is one. */
  duplicate_of?: string | null;
  warnings: string[];
  error: string | null;
  /** Why reading its file again failed, where its table is the one from before. */
  import_error?: string | null;
  /** How many rows can be seen while it is being imported. */
  head_rows?: number | null;
  /** How far its import report is; null where there is none. */
  report_state?: 'pending' | 'ready' | 'failed' | null;
  report_job_id?: string | null;
  job_id: string | null;
  created_at: string;
  version: number;
  /** The datasets it was made of, the main one first; none where it was uploaded. */
  derived_from?: string[] | null;
  /** Of a synthetic table, what makes it again. */
  generated?: { generator: string; params: Record<string, unknown>; seed: number } | null;
}

/** One step of a recipe as it is stored and sent. */
export interface RecipeStep {
  id: string;
  type: string;
  params: Record<string, unknown>;
  disabled?: boolean;
}

export interface Recipe {
  id: string;
  workspace_id: string;
  name: string;
  description: string;
  steps: RecipeStep[];
  created_at: string;
  updated_at: string;
  version: number;
}

export type Storage = 'bool' | 'int64' | 'float64' | 'date' | 'datetime64[us]' | 'str';

/** How a file is to be read; null is found out by the server. */
export interface ReadingOptions {
  encoding: string | null;
  delimiter: string | null;
  quote: string | null;
  decimal: '.' | ',' | null;
  has_header: boolean | null;
  skip_rows: number | null;
  part: string | null;
  types: Record<string, Storage>;
}

/** One table of a file that holds several. */
export interface FilePart {
  name: string;
  kind: string;
  note: string | null;
}

/** A file that comes in pieces and is not whole yet. */
export interface UnfinishedUpload {
  upload_id: string;
  filename: string;
  size_bytes: number;
  offset: number;
  chunk_bytes: number;
  head_sha256: string | null;
  updated_at: string;
}

export interface Preview {
  rows: Record<string, Cell>[];
  columns: { name: string; dtype: string; nullable: boolean }[];
  total_rows: number;
  page: number;
  page_size: number;
}

export interface ModelFeature {
  name: string;
  type: string;
  choices?: Cell[] | null;
  minimum?: number | null;
  maximum?: number | null;
  example: Cell;
  /** How a text is read. */
  reads?: { words: number; letters: number; numbers: number };
}

/** One of several targets of a model. */
export interface ModelTarget {
  name: string;
  classes: Cell[] | null;
  metrics: Record<string, unknown>;
}

export interface Model {
  id: string;
  workspace_id: string;
  name: string;
  algorithm: string;
  algorithm_name: string;
  task: string;
  /** The column it predicts, or is judged by; null where there is none. */
  target: string | null;
  features: ModelFeature[];
  classes: Cell[] | null;
  /** The steps that prepare what the model is asked about, with what they learned in the training. */
  recipe: RecipeStep[];
  /** The algorithms that rows go through before the model's own. */
  first: { algorithm_id: string; hyperparameters: Record<string, unknown> }[];
  /** What it says of a row where it predicts no column. */
  describes: string[] | null;
  /** Where it predicts several columns at once; else null. */
  targets?: ModelTarget[] | null;
  /** How its probabilities are calibrated, and on how many rows; null where they are not. */
  calibration?: { method: string; rows: number } | null;
  metrics: Record<string, unknown>;
  /** How many serious findings of the guard its scores were had against. */
  against: number;
  params: Record<string, unknown>;
  dataset_id: string | null;
  job_id: string | null;
  size_bytes: number;
  created_at: string;
  /** The version of which name it is; null where it was not registered. */
  registered: RegisteredAs | null;
  tags: string[];
  archived_at: string | null;
  /** The model that its training went on from. */
  parent_id: string | null;
  version: number;
  /** The lists that are too long to stand in a list of models. */
  omitted: string[];
  /** Of a model that was trained elsewhere: the file it came in, and what was found there. */
  brought?: BroughtIn | null;
}

export type Stage = 'none' | 'staging' | 'production' | 'archived';

export interface RegisteredAs {
  name: string;
  number: number;
  stage: Stage;
  aliases: string[];
}
