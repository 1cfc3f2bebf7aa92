/** Questions about a table and their answers, as they cross the wire. */

import type { Cell, ColumnType } from './types';

export const OPERATORS = [
  'eq',
  'ne',
  'gt',
  'lt',
  'ge',
  'le',
  'between',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'matches',
  'is_null',
  'is_not_null',
  'is_nan',
  'is_infinite',
  'is_empty',
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Scalar = string | number | boolean;

/** A test of one column; `value` or `values`, as the operator wants it. */
export interface Condition {
  column: string;
  operator: Operator;
  value?: Scalar;
  values?: Scalar[];
}

export interface Group {
  op: 'and' | 'or' | 'not';
  of: FilterNode[];
}

export type FilterNode = Condition | Group;

export interface SortKey {
  column: string;
  descending: boolean;
}

/** What a person looks at; every part may be left out. */
export interface View {
  columns?: string[];
  sort?: SortKey[];
  search?: string;
  filter?: FilterNode;
}

export type Special = 'nan' | 'inf' | '-inf';

export interface RowPage {
  rows: Cell[][];
  columns: { name: string; dtype: string; nullable: boolean }[];
  /** The place of each row in the file, from 0. */
  row_numbers: number[];
  total_rows: number;
  page: number;
  page_size: number;
  /** What stands where JSON can only say null: row in the page, column, which one. */
  specials: (number | Special)[][];
  /** Cells that are longer than what came of them: row in the page, column, whole length. */
  cut?: number[][];
  is_estimate: boolean;
}

export interface NumberSummary {
  mean: number | null;
  std: number | null;
  min: number | null;
  max: number | null;
  q05: number | null;
  q25: number | null;
  q50: number | null;
  q75: number | null;
  q95: number | null;
  skew: number | null;
  outlier_low: number | null;
  outlier_high: number | null;
  outlier_count: number | null;
  zeros: number | null;
  negatives: number | null;
}

export interface HistogramSummary {
  edges: number[];
  counts: number[];
  /** The same bins over the whole table. */
  whole?: number[] | null;
}

export interface TopValue {
  value: Cell;
  count: number;
  /** How often the whole table has it, where that is known. */
  whole?: number;
}

export interface ColumnSummary {
  dtype: string;
  type: ColumnType;
  non_null_count: number;
  null_count: number;
  null_percentage: number;
  nan_count: number;
  infinite_count: number;
  empty_count: number;
  unique_count: number;
  is_approximate: boolean;
  numbers?: NumberSummary | null;
  histogram?: HistogramSummary | null;
  top?: TopValue[] | null;
  lengths?: { min: number; mean: number; max: number } | null;
  dates?: { min: string | null; max: string | null } | null;
}

export interface TableSummary {
  total_rows: number;
  /** Whether it comes from an excerpt of the table. */
  is_estimate: boolean;
  columns: Record<string, ColumnSummary>;
}

/** One of two compared selections, as far as one column shows it. */
export interface ComparedSide {
  non_null_count: number;
  null_count: number;
  null_percentage: number;
  numbers?: ComparedMiddle<number>;
  /** Of dates and times, as ISO 8601. */
  dates?: ComparedMiddle<string>;
  /** The values that differ most, the same ones on both sides. */
  top?: { value: Cell; count: number; share: number }[];
}

export interface ComparedMiddle<Value> {
  mean: Value | null;
  q25: Value | null;
  q50: Value | null;
  q75: Value | null;
}

export interface ComparedColumn {
  name: string;
  type: ColumnType;
  effect: number | null;
  measure: string;
  p_value: number | null;
  /** After correction for the number of columns compared. */
  p_adjusted: number | null;
  summary: string;
  a: ComparedSide;
  b: ComparedSide;
}

export interface Comparison {
  rows_a: number;
  rows_b: number;
  /** How many rows of each were looked at; null for all of them. */
  sampled_rows: number[] | null;
  columns: ComparedColumn[];
  note: string;
}

export type CorrelationMethod = 'auto' | 'pearson' | 'spearman';

export interface Correlations {
  columns: string[];
  matrix: (number | null)[][];
  measures: (string | null)[][];
  rows: number;
  /** How many rows were looked at; null for all of them. */
  sampled_rows: number | null;
}

export interface Missingness {
  rows: number;
  /** Those with the most missing cells first. */
  columns: { name: string; missing: number; share: number }[];
  patterns: { columns: string[]; count: number }[];
  /** How the gaps of two columns go together, for the first ones that lack cells. */
  together: (number | null)[][];
}

export interface Pairs {
  /** The columns' values of one row each, and last the value that gives the colour. */
  points: Cell[][];
  columns: string[];
  colour: string | null;
  colour_kind: 'number' | 'category' | null;
  rows: number;
  /** How many rows were drawn; null for all of them. */
  sampled: number | null;
}
