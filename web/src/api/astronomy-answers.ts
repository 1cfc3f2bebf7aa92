export type Disposition = 'planet' | 'candidate' | 'false_positive';
export type MissionKey = 'kepler' | 'tess' | 'k2';
export type SessionStatus = 'initialized' | 'running' | 'completed' | 'error';

/** A model of the workspace that tells what signals of a mission are. */
export interface StoredPlanetModel {
  id: string;
  name: string;
  mission: MissionKey;
  parent_id: string | null;
  created_at: string;
}

/** A mission, and the table of it that this workspace has. */
export interface Mission {
  mission: MissionKey;
  title: string;
  telescope: string;
  target: string;
  features: string[];
  acknowledgement: string;
  documentation: string;
  state: 'absent' | 'fetching' | 'ready';
  source?: 'folder' | 'archive' | 'synthetic' | null;
  notice?: string | null;
  details?: { rows?: number; file?: string; why?: string; trainval_rows?: number; test_rows?: number };
  fetched_at?: string | null;
  error?: string | null;
  datasets?: { raw: string | null; trainval: string | null; test: string | null };
}

export interface ModelField {
  name: string;
  title: string;
  description: string;
  type: 'integer' | 'number' | 'string' | 'boolean' | 'text';
  default: unknown;
  choices?: string[] | null;
  minimum?: number | null;
  maximum?: number | null;
}

export interface ModelType {
  id: string;
  title: string;
  description: string;
  is_installed: boolean;
  fields: ModelField[];
}

export interface SessionProgress {
  session_id: string;
  title: string;
  progress: number;
  current_step: string;
  status: SessionStatus;
  detail_step: string | null;
  notes: string[];
  notice?: string;
  error?: string;
  /** `worse_on_old` where a model that went on learning was refused, and may be had all the same. */
  error_code?: string | null;
}

export interface SessionSummary extends SessionProgress {
  flow: 'custom' | 'pretrained';
  data: 'nasa' | 'user';
  mission: MissionKey;
  model_type: string | null;
  created_at: string;
}

/** How often the model was right on stars like the one of a row. */
export interface Likeness {
  rows: number;
  right: number;
  low: number;
  high: number;
}

export interface Candidate {
  id: number;
  prediction: string;
  confidence: number;
  probabilities: Record<Disposition, number>;
  feature_importance: Record<string, number>;
  features: Record<string, string | number | boolean | null>;
  reasons: string[];
  like_this: Likeness | null;
  actual?: string;
  name?: string;
  /** What its star is called, as light curves name theirs; results of before do not say it. */
  stars?: string[];
  /** Why nothing is said of it; then its prediction is Unknown. */
  unsupported?: string;
}

export interface ScoreInterval {
  value: number;
  low: number;
  high: number;
}

/** What one mission’s model is worth for another, on stars that chose nothing. */
export interface TransferCard {
  learned_from: string;
  two_sample_auc: number;
  judged_on: { share_answered: number; planet_auc: ScoreInterval; planet_auc_of_all_rows: ScoreInterval };
}

/** What the card of a stored model tells: how good it is on stars that it has never seen. */
export interface StoredCard {
  source: string;
  rows_held_out: number;
  stars_held_out: number;
  scores_on_held_out_stars: Record<'planet_auc' | 'planet_recall_at_99_precision' | 'planet_calibration_error' | 'macro_f1', ScoreInterval>;
}

export interface SessionMetrics {
  accuracy: number;
  f1_score: number;
  precision: number;
  recall: number;
  auc: number | null;
  confusion_matrix: number[][];
  class_labels: string[];
}

export interface SessionResult {
  metrics: SessionMetrics;
  test_metrics: SessionMetrics | null;
  predictions: Candidate[];
  /** Rows of which something is said. */
  answered: number;
  transfer?: TransferCard;
  /** Of the mission’s own stored model, or of the one for a made-up table. */
  pretrained?: StoredCard;
  survey?: StoredCard;
  model_info: {
    model_type: string;
    feature_count: number;
    train_size: number;
    validation_size: number;
    test_size: number;
    model_id: string | null;
    training_id: string | null;
    adjusted: { name: string; given: unknown; used: unknown }[];
    ignored: string[];
    notes: string[];
  };
  mission: {
    key: MissionKey;
    title: string;
    axes: Record<'right_ascension' | 'declination' | 'period' | 'radius', string>;
    words: Record<string, { name: string; unit: string }>;
    acknowledgement: string;
  };
  notice?: string;
}
