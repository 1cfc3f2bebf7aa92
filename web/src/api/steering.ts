/** Steering a run, as the page reads it: what happened to it, what can be done, what was kept. */

export interface Person {
  id: string;
  name: string;
}

export interface TimelineEntry {
  id: string;
  what: string;
  step: number | null;
  time: string;
  by: Person | null;
  details: Record<string, unknown>;
}

export interface Timeline {
  entries: TimelineEntry[];
  last_number: number;
}

export interface Able {
  can: boolean;
  why_not: string | null;
}

export interface RunControls {
  session_id: string;
  pause: Able;
  keep: Able;
  continue: Able & { parameter: string | null };
  branch: Able & { parameters: string[] };
  /** The live parameters with their values in effect. */
  live: Record<string, unknown>;
}

export interface RunCheckpoint {
  checkpoint_id: string;
  kind: 'best' | 'last' | 'kept';
  name: string;
  step: number;
  metrics: Record<string, number | null>;
  hyperparameters: Record<string, unknown>;
  size_bytes: number;
  created_at: string;
}

export interface Relative {
  session_id: string;
  name: string | null;
  how: 'continue' | 'branch';
  step: number;
  changes: Record<string, { from: unknown; to: unknown }>;
  note: string | null;
}

export interface RunLineage {
  parent: Relative | null;
  children: Relative[];
}
