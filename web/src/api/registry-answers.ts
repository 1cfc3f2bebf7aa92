import type { Model } from './types';

export interface VersionBrief {
  model_id: string;
  number: number;
}

/** A name under which models follow each other as versions. */
export interface ModelName {
  id: string;
  name: string;
  description: string;
  versions: number;
  last_number: number;
  latest: VersionBrief | null;
  production: VersionBrief | null;
  staging: VersionBrief[];
  aliases: { alias: string; model_id: string; number: number | null }[];
  created_at: string;
  version: number;
}

/** Something that was decided about a model. */
export interface ModelMove {
  id: string;
  model_id: string;
  number: number | null;
  what: 'registered' | 'withdrawn' | 'stage' | 'alias' | 'archived' | 'restored' | 'deleted';
  before: string | null;
  after: string | null;
  note: string | null;
  by: { id: string; name: string };
  at: string;
}

export interface NameAnswer {
  name: ModelName;
  versions: Model[];
  history: ModelMove[];
}

export type CardBlock =
  | { kind: 'facts'; rows: string[][] }
  | { kind: 'table'; titles: string[]; rows: string[][] }
  | { kind: 'items'; items: string[] };

export interface CardSection {
  id: string;
  title: string;
  kind: 'generated' | 'written';
  text: string;
  hint: string | null;
  blocks: CardBlock[];
}

export interface ModelCard {
  model_id: string;
  version: number;
  updated_by: { id: string; name: string } | null;
  updated_at: string | null;
  sections: CardSection[];
  markdown: string;
}

export interface ModelBrief {
  id: string;
  name: string | null;
  algorithm_name: string | null;
  registered: string | null;
}

export interface ModelLineage {
  model_id: string;
  run_id: string | null;
  /** The session of the exoplanet playground in which it went on learning. */
  session_id: string | null;
  /** Where it comes from, in words, if from no training of this workspace. */
  source: string | null;
  dataset: {
    id: string | null;
    name: string | null;
    version: number | null;
    content_hash: string | null;
    rows: number | null;
    is_there: boolean;
    is_same: boolean | null;
  };
  data_hash: string | null;
  seed: number | null;
  versions: Record<string, string>;
  created_by: string;
  created_at: string;
  parent: ModelBrief | null;
  children: ModelBrief[];
  history: ModelMove[];
}

export interface Dependents {
  model_id: string;
  depends: { kind: 'production' | 'alias' | 'child' | 'job'; id: string; name: string; why: string }[];
  goes_with: { kind: 'explanation' | 'drift'; id: string; name: string }[];
}

export interface ComparedScore {
  id: string;
  name: string;
  value: number | null;
  low: number | null;
  high: number | null;
  better: 'higher' | 'lower' | null;
}

export interface ComparedModel extends Model {
  scores: ComparedScore[];
  part: string | null;
  dataset: { id: string; name: string; rows: number | null; version: number } | null;
  dataset_version: number | null;
  dataset_hash: string | null;
  data_hash: string | null;
  seed: number | null;
  versions: Record<string, string>;
  warnings: string[];
  card: Record<string, string>;
}

export interface ModelComparison {
  models: ComparedModel[];
  missing: string[];
  /** Whether all say the same of the same table, so that they may be compared row by row. */
  common: boolean;
}
