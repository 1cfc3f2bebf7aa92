import type { Cell, Recipe, RecipeStep } from './types';

/** One kind of step, as forms need it. */
export interface StepKind {
  id: string;
  name: string;
  group: string;
  description: string;
  schema: unknown;
  learns: boolean;
}

export interface ExpressionFunction {
  name: string;
  family: string;
  signature: string;
  description: string;
  example: string;
  result: string;
}

export interface StepKinds {
  groups: string[];
  steps: StepKind[];
  functions: ExpressionFunction[];
}

export interface StepProblem {
  code: string;
  message: string;
  details: Record<string, unknown>;
  errors: { loc: (string | number)[]; msg: string }[] | null;
}

/** What became of a step on the rows it was tried on. */
export interface TriedStep {
  id: string;
  place: number;
  state: 'done' | 'failed' | 'off' | 'waiting';
  error: StepProblem | null;
  rows?: number;
  columns?: { name: string; dtype: string }[];
  notes?: string[];
  added?: string[];
  removed?: string[];
}

export interface ShownColumn {
  name: string;
  dtype: string;
  added: boolean;
  /** How many of its cells the step changed. */
  changed: number;
}

export interface RecipePreview {
  sample: { kind: string; rows: number; of: number };
  steps: TriedStep[];
  shown: {
    step: number;
    columns: ShownColumn[];
    rows: Cell[][];
    numbers: number[];
    total_rows: number;
    page: number;
    page_size: number;
    /** `[row, column]` of each changed cell. */
    marks: number[][];
    /** `[row, column, word]` of each number that JSON has none for. */
    specials: (number | string)[][];
  };
}

export interface LineageSource {
  id: string;
  name: string;
  rows: number | null;
  exists: boolean;
}

export interface Lineage {
  dataset_id: string;
  parents: LineageSource[];
  recipe: {
    steps: RecipeStep[];
    origin: Record<string, unknown> | null;
    part: string | null;
    reports?: ({ rows: number; columns: number; notes: string[] } | null)[] | null;
  } | null;
  children: { id: string; name: string; state: string; rows: number | null }[];
}

export interface Application {
  dataset_id: string;
  dataset_ids: string[];
  job_id: string;
}

export type RecipeAnswer = { recipe: Recipe };
