import type { Dataset, Job, JobLog, Model, Points, Preview } from './types';
import type { Account, SignInOptions, Algorithm, AlgorithmDetail, Check, Preset, Prediction, RunMetrics, TrainingSession, Workspace } from './answers';

interface Json<Answer> {
  responses: { 200: { content: { 'application/json': Answer } } };
}
interface Get<Parameters, Answer> {
  get: { parameters: Parameters } & Json<Answer>;
}
interface Post<Parameters, Body, Answer> {
  post: {
    parameters: Parameters;
    requestBody: { content: { 'application/json': Body } };
  } & Json<Answer>;
}
interface Act<Parameters, Answer> {
  post: { parameters: Parameters } & Json<Answer>;
}
interface Delete<Parameters> {
  delete: { parameters: Parameters } & Json<unknown>;
}
interface At<Name extends string> {
  path: Record<Name, string>;
}
type Nothing = Record<string, never>;
interface Page {
  limit?: number;
  cursor?: string;
}

export interface Start {
  algorithm_id: string;
  dataset_id: string;
  target_column: string;
  feature_columns?: string[];
  problem_type?: string;
  group_column?: string;
  seed?: number;
  hyperparameters: Record<string, unknown>;
}

/** The addresses this page calls. */
export interface Paths {
  '/api/jobs': Get<
    { query?: Page & { state?: string; kind?: string } },
    { jobs: Job[]; total: number; next_cursor: string | null }
  >;
  '/api/jobs/{id}': Get<At<'id'>, { job: Job; last_number: number }>;
  '/api/jobs/{id}/cancel': Act<At<'id'>, { job: Job }>;
  '/api/jobs/{id}/retry': Act<At<'id'>, { job: Job }>;
  '/api/jobs/{id}/log': Get<At<'id'> & { query?: { after?: number; limit?: number } }, JobLog>;
  '/api/datasets': Get<Nothing, { items: Dataset[]; total: number }>;
  '/api/datasets/{id}': Get<At<'id'>, { dataset: Dataset; last_number: number }> & Delete<At<'id'>>;
  '/api/data/preview/{id}': Get<
    At<'id'> & {
      query?: { page?: number; page_size?: number; sort_by?: string; sort_desc?: boolean; search?: string };
    },
    Preview
  >;
  '/api/algorithms': Get<Nothing, { algorithms: Algorithm[] }>;
  '/api/algorithms/{id}': Get<At<'id'>, AlgorithmDetail>;
  '/api/algorithms/{id}/validate-params': Post<At<'id'>, Record<string, unknown>, Check>;
  '/api/train/presets': Get<{ query: { algorithm_id: string } }, { presets: Preset[] }>;
  '/api/train/start': Post<Nothing, Start, { session_id: string; status: string }>;
  '/api/train/stop/{id}': Act<At<'id'>, { session_id: string; status: string }>;
  '/api/training': Get<{ query?: Page }, { sessions: TrainingSession[]; total: number }>;
  '/api/training/{id}': Get<At<'id'>, { session: TrainingSession }>;
  '/api/training/{id}/metrics': Get<At<'id'>, RunMetrics>;
  '/api/training/{id}/points': Get<At<'id'>, Points>;
  '/api/models': Get<Nothing, { items: Model[]; total: number }>;
  '/api/models/{id}': Get<At<'id'>, { model: Model; last_number?: number }> & Delete<At<'id'>>;
  '/api/models/{id}/predict': Post<
    At<'id'>,
    { rows: Record<string, unknown>[] },
    { model_id: string; predictions: Prediction[] }
  >;
  '/api/auth/me': Get<Nothing, Account>;
  '/api/auth/options': Get<Nothing, SignInOptions>;
  '/api/auth/login': Post<Nothing, { email: string; password: string } | { api_key: string }, unknown>;
  '/api/auth/register': Post<Nothing, { email: string; name: string; password: string }, unknown>;
  '/api/auth/logout': Act<Nothing, unknown>;
  '/api/workspaces': Get<Nothing, { workspaces: Workspace[] }>;
}
