import type { TreeStructure } from './structure-answers';
import type { Cell } from './types';

/** A way to explain a model; `reading` says how to read it. */
export interface ExplanationMethod {
  id: string;
  name: string;
  description: string;
  reading: string;
  /** It is had where none is asked for by name; the others take long. */
  by_default: boolean;
}

export interface ModelExplanation {
  id: string;
  model_id: string;
  job_id: string;
  state: 'computing' | 'ready' | 'failed';
  methods: string[];
  rows: number;
  seed: number;
  dataset_id: string;
  /** Of a model of several targets, the one that is explained. */
  target?: string;
  /** The model was trained on since. */
  stale: boolean;
  notes: string[];
  error: string | null;
  created_at: string;
}

export interface ExplanationList {
  explanations: ModelExplanation[];
  methods: ExplanationMethod[];
  why_not: string | null;
}

/** What each explanation has: how far it can be believed, and what it left out. */
export interface Found {
  stability: number | null;
  skipped: string[];
  predictions: number;
}

interface Spread {
  mean: number | null;
  spread: number | null;
  low: number | null;
  high: number | null;
}

/** How much the loss grows without columns. */
export interface LossFound extends Found {
  columns: (Spread & { name: string; group: number | null })[];
  groups: (Spread & { columns: string[] })[];
  alike: number;
  measure: string;
  before: number | null;
  repeats: number;
  rows: number;
}

export interface DropColumnFound extends LossFound {
  trainings: number;
}

export interface NativeFound extends Found {
  columns: { name: string; share: number | null }[];
  why_no_stability: string | null;
  shared?: string[][];
}

/** A curve for each output along the values of a column. */
export interface Effect {
  name: string;
  role: string;
  labels: Cell[];
  numbers: (number | null)[] | null;
  mean: (number | null)[][];
  /** Single rows, for each output. */
  lines?: (number | null)[][][];
  counts?: number[];
  stability: number | null;
}

export interface EffectsFound extends Found {
  columns: Effect[];
  outputs: string[];
  /** The outputs as people read them alone, such as "Survived 1"; those found earlier lack it. */
  named?: string[];
  unit: string;
  rows: number;
}

export interface ColumnDots {
  name: string;
  added: (number | null)[][];
  height: (number | null)[] | null;
  values: Cell[] | null;
}

export interface ContributionsFound extends Found {
  columns: { name: string; size: (number | null)[]; error: (number | null)[] | null }[];
  dots: ColumnDots[];
  base: (number | null)[];
  outputs: string[];
  named?: string[];
  /** Columns that say nearly the same, so that each gets a part of the credit. */
  shared?: string[][];
  unit: string;
  method: string;
  how: string;
  rows: number;
}

export interface GradientsFound extends ContributionsFound {
  /** The usual row from which the way goes; a text stands there as the mean of its numbers. */
  baseline: { name: string; value: Cell; is_mean: boolean }[];
  steps: number;
  /** How far the sums of columns are from what is said, in the mean, and as a share of how far rows are from the baseline. */
  gap: number | null;
  gap_share: number | null;
}

export interface InteractionsFound extends Found {
  pairs: { columns: string[]; share: number | null; size: number | null }[];
  rows: number;
}

export interface SurrogateFound extends Found {
  tree: TreeStructure;
  fidelity: number | null;
  fidelity_measure: string;
  rows: number;
  judged_rows: number;
}

export type Or<Kind> = Kind | { why_not: string };

/** What was found, by method; one that could not be had says why. */
export interface ExplanationResults {
  permutation?: Or<LossFound>;
  native?: Or<NativeFound>;
  contributions?: Or<ContributionsFound>;
  dependence?: Or<EffectsFound>;
  accumulated?: Or<EffectsFound>;
  interactions?: Or<InteractionsFound>;
  surrogate?: Or<SurrogateFound>;
  integrated_gradients?: Or<GradientsFound>;
  drop_column?: Or<DropColumnFound>;
}

export interface ExplanationAnswer {
  explanation: ModelExplanation;
  results: ExplanationResults | null;
}

/** What one column adds to what is said of a row. */
export interface Contribution {
  name: string;
  value: Cell;
  usual: Cell;
  added: number | null;
  error: number | null;
}

export interface Counterfactual {
  changes: { name: string; from: Cell; to: Cell }[];
  said: (number | null)[];
  distance: number | null;
  stability: number | null;
}

/** Why a model says what it says of one row. */
export interface RowExplanation {
  model_id: string;
  prediction: { outputs: string[]; said: (number | null)[]; explained: string; unit: string };
  contributions: {
    columns: Contribution[];
    reasons: string[];
    base: number | null;
    said: number | null;
    output: string;
    /** The output as people read it alone, such as "Survived 1". */
    named?: string;
    /** Columns that say nearly the same, so that each gets a part of the credit. */
    shared?: string[][];
    unit: string;
    method: string;
    how: string;
    stability: number | null;
  };
  examples: {
    columns: string[];
    rows: { distance: number | null; values: Record<string, Cell>; truth: Cell; said: Cell }[];
    compared: number;
    stability: number | null;
  };
  counterfactuals: { wanted: string; found: Counterfactual[]; tried: number; fixed: string[]; why_none: string | null };
  notes: string[];
}
