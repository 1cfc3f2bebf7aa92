import type { Guard } from './guards';

export type TaskKind =
  | 'classification'
  | 'regression'
  | 'clustering'
  | 'anomaly_detection'
  | 'dimensionality_reduction'
  | 'preprocessing';

/** What somebody wants to have learned. */
/** The tasks that predict a column. */
export type Supervised = Extract<TaskKind, 'classification' | 'regression'>;

export type Goal = 'predict' | Exclude<TaskKind, 'classification' | 'regression'>;

export const GOALS: readonly { value: Goal; label: string; about: string }[] = [
  { value: 'predict', label: 'Predict a column', about: 'A class or a number, from the other columns.' },
  { value: 'clustering', label: 'Find groups', about: 'Rows that belong together, without being told which.' },
  { value: 'anomaly_detection', label: 'Find what is unusual', about: 'Rows that are unlike the others.' },
  { value: 'dimensionality_reduction', label: 'Fewer dimensions', about: 'A few numbers that say most of each row.' },
  { value: 'preprocessing', label: 'Transform columns', about: 'Scaled, bent or chosen columns, to be used elsewhere.' },
];

const KINDS: readonly string[] = [
  'classification',
  'regression',
  'clustering',
  'anomaly_detection',
  'dimensionality_reduction',
  'preprocessing',
];

export const isTask: Guard<TaskKind> = (value): value is TaskKind => typeof value === 'string' && KINDS.includes(value);

/** Whether a task predicts a column. */
export function isSupervised(task: string | null): boolean {
  return task === null || task === 'classification' || task === 'regression';
}

export function goalOf(task: TaskKind | null): Goal {
  return task === null || task === 'classification' || task === 'regression' ? 'predict' : task;
}

/** The tasks that serve a goal. */
export function tasksOf(goal: Goal): readonly TaskKind[] {
  return goal === 'predict' ? ['classification', 'regression'] : [goal];
}

/** A task in words: `anomaly detection`. */
export function taskName(task: string): string {
  return task.replaceAll('_', ' ');
}
