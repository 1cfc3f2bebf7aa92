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

/** What is known of a table: nothing yet while it is looked over. */
export interface Guard {
  looked: Looked | null;
  error: string | null;
  isLooking: boolean;
}

/** What was chosen of it: the columns to learn from, and how rows are split. */
export interface Chosen {
  features: readonly string[];
  group: string | null;
  time: string | null;
}

/** Whether what was chosen does what a finding proposes. */
export function isSettled(finding: Finding, chosen: Chosen): boolean {
  const { fix } = finding;
  const isKept = (name: string) => chosen.features.includes(name);
  if (fix.group !== null) return chosen.group === fix.group;
  if (fix.time !== null && chosen.time !== null) return true;
  if (fix.leave_out.length > 0) return fix.time === null && !fix.leave_out.some(isKept);
  return false;
}

/** Whether something can be done about a finding here. */
export function hasFix({ fix }: Finding): boolean {
  return fix.leave_out.length > 0 || fix.group !== null || fix.time !== null;
}

/** The serious findings that nothing was done about: what a run is started against. */
export function openFindings(looked: Looked | null, chosen: Chosen): Finding[] {
  return (looked?.findings ?? []).filter((one) => one.severity === 'serious' && !isSettled(one, chosen));
}

export interface Remedy {
  leaveOut: string[];
  group: string | null;
  time: string | null;
}

/** All that the findings propose together: columns to leave out, and the one split there can be. */
export function remedyOf(looked: Looked): Remedy {
  const grave = looked.findings.filter((one) => one.severity !== 'notice');
  const leaveOut = new Set(grave.flatMap((one) => (one.fix.group === null && one.fix.time === null ? one.fix.leave_out : [])));
  const split = grave.find((one) => one.fix.group !== null || one.fix.time !== null)?.fix;
  return { leaveOut: [...leaveOut], group: split?.group ?? null, time: split?.group == null ? (split?.time ?? null) : null };
}
