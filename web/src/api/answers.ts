import type { Cell } from './types';

/** Answers of the server that no event changes. */

export type TaskKind = 'classification' | 'regression';

export interface Algorithm {
  id: string;
  name: string;
  category: string;
  description: string;
  types: string[];
  complexity: string;
  training_time: string;
  requires_gpu: boolean;
  needs_extra?: string | null;
}

export interface AlgorithmDetail {
  id: string;
  name: string;
  description: string;
  when_to_use?: string | null;
  algorithm_types: string[];
  documentation_url: string | null;
  schema: unknown;
}

export interface Preset {
  id: string;
  name: string;
  description: string;
  algorithm_id: string;
  hyperparameters: Record<string, unknown>;
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
  status: 'queued' | 'running' | 'completed' | 'failed' | 'stopped';
  hyperparameters: Record<string, unknown>;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
}

export interface RocData {
  classes: Cell[];
  fpr: number[][];
  tpr: number[][];
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
}

export interface Prediction {
  prediction: Cell;
  probabilities: Record<string, number> | null;
}

export interface Workspace {
  id: string;
  name: string;
  role: string;
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
}
