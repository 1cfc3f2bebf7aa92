import type { Finding, Looked } from '../lib/guard';
import type { JobState } from './types';

export interface GuardAnswer {
  job_id: string;
  state: JobState;
  error: string | null;
  looked: Looked | null;
}

/** What a run was trained against. */
export interface RunGuard {
  findings: Finding[];
  rows: number;
  of_rows: number;
}
