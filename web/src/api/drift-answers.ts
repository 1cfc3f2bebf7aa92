export type DriftVerdict = 'same' | 'watch' | 'drifted' | 'unclear' | 'broken';
export type DriftLevel = 'none' | 'some' | 'strong';

/** A table compared with what a model was trained on. */
export interface DriftReport {
  id: string;
  model_id: string;
  job_id: string;
  dataset_id: string;
  state: 'computing' | 'ready' | 'failed';
  verdict: DriftVerdict | null;
  error: string | null;
  created_at: string;
}

export interface DriftColumn {
  name: string;
  role: string;
  weight: number;
  psi: number;
  low: number;
  high: number;
  /** What the index would be by chance alone. */
  by_chance: number;
  test: string;
  statistic: number;
  p_value: number | null;
  adjusted_p_value: number | null;
  level: DriftLevel;
  missing_then: number;
  missing_now: number;
  unseen: { share: number; values: string[]; count: number } | null;
  bins: { label: string; then: number; now: number }[];
}

export interface DriftFound {
  rows: number;
  rows_then: number | null;
  matched: { name: string; expected: string; found: string | null; state: 'same' | 'missing' | 'changed'; note: string | null }[];
  extra: string[];
  notes: string[];
  columns: DriftColumn[];
  strange: { share: number; low: number; high: number; rows: number; examples: { row: number; why: string }[] } | null;
  worlds: { auc: number; low: number; high: number; p_value: number; rows: number[]; columns: { name: string; auc: number }[] } | null;
  predictions: DriftColumn | null;
  verdict: DriftVerdict;
}
