import type { Option } from '../../ui/Select';

const KINDS = ['k_fold', 'repeated', 'grouped', 'time'] as const;

const FOLDS = 5;

export type FoldKind = (typeof KINDS)[number];

export function isFoldKind(value: unknown): value is FoldKind {
  return KINDS.some((kind) => kind === value);
}

/** What the server is asked for; folds in time follow the column that rows are split in time by. */
export function validationOf(kind: FoldKind, trials: number | null) {
  return { kind, folds: FOLDS, repeats: repeatsOf(kind), column: null, trials: trials ?? 0 };
}

/** How many trainings folds take beside the one that is kept. */
export function trainingsOf(kind: FoldKind, trials: number): number {
  return FOLDS * repeatsOf(kind) * Math.max(1, trials);
}

function repeatsOf(kind: FoldKind): number {
  return kind === 'repeated' ? 3 : 1;
}

/** Whether the folds can be made with the group and the time column there are. */
export function isPossible(kind: string, group: string | null, time: string | null): boolean {
  if (kind === 'grouped') return group !== null;
  return kind !== 'time' || time !== null;
}

export const FOLD_OPTIONS: readonly Option[] = [
  { value: 'k_fold', label: 'And five folds' },
  { value: 'repeated', label: 'And five folds, three times' },
  { value: 'grouped', label: 'And five folds of whole groups' },
  { value: 'time', label: 'And five folds, each behind what is learned' },
];
