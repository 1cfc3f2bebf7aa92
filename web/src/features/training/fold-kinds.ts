import type { Option } from '../../ui/Select';

const KINDS = ['k_fold', 'repeated', 'grouped'] as const;

export type FoldKind = (typeof KINDS)[number];

export function isFoldKind(value: unknown): value is FoldKind {
  return KINDS.some((kind) => kind === value);
}

/** What the server is asked for. */
export function validationOf(kind: FoldKind) {
  return { kind, folds: 5, repeats: kind === 'repeated' ? 3 : 1, column: null };
}

export const FOLD_OPTIONS: readonly Option[] = [
  { value: 'k_fold', label: 'And five folds' },
  { value: 'repeated', label: 'And five folds, three times' },
  { value: 'grouped', label: 'And five folds of whole groups' },
];
