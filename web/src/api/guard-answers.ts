import type { JobState } from './types';

export type Severity = 'serious' | 'warning' | 'notice';

/** What to do about a finding: columns to leave out, or one to split rows by. */
export interface Fix {
  leave_out: string[];
  group: string | null;
  time: string | null;
}

/** Something that would make scores look better than they are. */
export interface Finding {
  id: string;
  kind: string;
  severity: Severity;
  columns: string[];
  strength: number;
  /** What the strength counts. */
  meaning: string;
  why: string;
  fix: Fix;
  /** Whether its columns give the answer away. */
  tells: boolean;
  /** Of a run: whether whoever started it had seen this. */
  accepted?: boolean;
}

/** What a quick model reaches with everything, and without what gives the answer away. */
export interface HonestStep {
  metric: 'accuracy' | 'r2';
  naive: number;
  honest: number;
  columns: string[];
}

export interface Looked {
  findings: Finding[];
  step: HonestStep | null;
  rows: number;
  of_rows: number;
}

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
