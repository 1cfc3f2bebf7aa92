import type { PairedLine } from '../lib/paired';
import type { Cell } from './types';
export type { PairedLine, ScoreComparison } from '../lib/paired';

/** Scores of a run, with how far each is to be trusted. */

export interface ScoreLine {
  id: string;
  /** The class it is of; null for all together. */
  of: string | null;
  value: number | null;
  low: number | null;
  high: number | null;
  standard_error: number | null;
  /** How the interval was found. */
  method: string | null;
  /** Why there is no value. */
  note: string | null;
  baseline?: number | null;
  one_column?: number | null;
  name?: string;
  better?: 'higher' | 'lower' | 'nearer_zero';
  minimum?: number | null;
  maximum?: number | null;
  reads?: string;
}

export interface CalibrationBin {
  /** The least that was stated in it; it ends where the next begins. Older runs do not tell. */
  from?: number;
  stated: number;
  came_true: number;
  low: number;
  high: number;
  rows: number;
}

export interface Thresholds {
  of: string;
  other: string;
  threshold: number[];
  true_positives: number[];
  false_positives: number[];
  positives: number;
  negatives: number;
}

export interface ScoreCurves {
  /** Points of curves say from which probability on rows count, null where none do; older runs do not tell. */
  precision_recall?: { of: string; recall: number[]; precision: number[]; share: number; threshold?: number[] }[];
  gain?: { of: string; looked_at: number[]; found: number[]; lift: number[]; threshold?: (number | null)[] }[];
  calibration?: { of: string | null; bins: CalibrationBin[] }[];
  recall_at_precision?: { of: string; points: { precision: number; recall: number | null; threshold: number | null }[] }[];
  thresholds?: Thresholds | null;
  /** With the place of each row among the test rows; older runs do not tell. */
  predictions?: { actual: number[]; predicted: number[]; place?: number[] };
}

export interface FoldLine {
  id: string;
  name: string;
  value: number | null;
  /** The standard deviation over the folds. */
  spread: number | null;
  low: number | null;
  high: number | null;
  note: string | null;
}

export interface CrossValidation {
  kind: string;
  folds: number;
  repeats: number;
  method: string;
  table: FoldLine[];
  /** Of several targets the table of each; ``table`` is that of the first. */
  targets?: Record<string, FoldLine[]> | null;
  /** Where each fold searched its parameters: how many settings, and what the best differed in. */
  nested?: { trials: number; changed: Record<string, unknown>[] } | null;
  each: { rows: number; learned_from: number; scores: Record<string, number | null> }[];
}

/** How often predictions that say how far they reach held the truth. */
export interface Coverage {
  level: number;
  coverage: number;
  low: number;
  high: number;
  /** Mean number of classes in a set, or the width of an interval. */
  width: number;
  /** Whether shares are such of the weight of rows. */
  is_weighted?: boolean;
  holds: boolean;
}

/** The probabilities of the test rows, as they were or as they are. */
export interface CalibrationSide {
  log_loss: ScoreLine;
  brier: ScoreLine;
  calibration_error: ScoreLine;
  bins: CalibrationBin[];
}

/** What calibrating did, or why it was not done. */
export type CalibrationReport =
  | { method: string; is_applied: false; why_not: string }
  | {
      method: string;
      is_applied: true;
      rows: number;
      before: CalibrationSide;
      after: CalibrationSide;
      lines: PairedLine[];
      verdict: 'better' | 'worse' | 'tie';
      notes: string[];
    };

/** What errors look like: the true value less the predicted. */
export interface Residuals {
  mean: number;
  std: number;
  skewness: number;
  excess_kurtosis: number;
  histogram: { edges: number[]; counts: number[] };
  /** Of standardised errors, beside those of a normal distribution. */
  quantiles: { normal: number[]; residual: number[] };
  normality: ResidualTest | null;
  even_spread: ResidualTest | null;
}

export interface ResidualTest {
  name: string;
  statistic: number;
  p_value: number;
  says: string;
}

export interface RunScores {
  session_id: string;
  kind: 'classification' | 'regression' | 'clustering' | 'anomaly_detection' | 'dimensionality_reduction';
  target?: string | null;
  /** Names them where there are several. */
  targets?: string[] | null;
  level: number;
  /** How many runs the same test rows have judged, and how many of them before this one. */
  looks?: { runs: number; before: number } | null;
  rows: number;
  groups: number | null;
  /** Whether rows count as much as a column says. */
  is_weighted?: boolean;
  table: ScoreLine[];
  classes: ScoreLine[];
  baselines: Record<string, string>;
  curves: ScoreCurves;
  warnings: string[];
  cross_validation?: CrossValidation | null;
  conformal?: Coverage | null;
  calibration?: CalibrationReport | null;
  residuals?: Residuals | null;
}

export interface TestRow {
  row: number;
  truth: Cell;
  predicted: Cell;
  probabilities: Record<string, number> | null;
  /** Where nothing is predicted, what was found of it, by name. */
  measures?: Record<string, number | null>;
}

export interface TestRows {
  part: 'test' | 'train';
  total: number;
  rows: TestRow[];
  cells: { columns: string[]; rows: Cell[][] } | null;
  why_no_cells: string | null;
  page: number;
  page_size: number;
}

export interface ScoresBy {
  column: string;
  scores: string[];
  parts: { value: string; rows: number; scores: Record<string, ScoreLine> | null }[];
}
