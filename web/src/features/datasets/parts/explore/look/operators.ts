import type { Operator } from '../../../../../api/table';

/** What an operator wants beside its column. */
export type Needs = 'nothing' | 'one' | 'two' | 'several';

/** How a column's values are compared: the families that people tell apart. */
export type Family = 'number' | 'date' | 'moment' | 'truth' | 'text';

interface OperatorWords {
  words: string;
  needs: Needs;
}

export const OPERATOR_WORDS: Record<Operator, OperatorWords> = {
  eq: { words: 'is', needs: 'one' },
  ne: { words: 'is not', needs: 'one' },
  gt: { words: 'is above', needs: 'one' },
  lt: { words: 'is below', needs: 'one' },
  ge: { words: 'is at least', needs: 'one' },
  le: { words: 'is at most', needs: 'one' },
  between: { words: 'is between', needs: 'two' },
  in: { words: 'is one of', needs: 'several' },
  not_in: { words: 'is none of', needs: 'several' },
  contains: { words: 'contains', needs: 'one' },
  not_contains: { words: 'does not contain', needs: 'one' },
  starts_with: { words: 'starts with', needs: 'one' },
  ends_with: { words: 'ends with', needs: 'one' },
  matches: { words: 'matches the pattern', needs: 'one' },
  is_null: { words: 'is missing', needs: 'nothing' },
  is_not_null: { words: 'is there', needs: 'nothing' },
  is_nan: { words: 'is NaN', needs: 'nothing' },
  is_infinite: { words: 'is infinite', needs: 'nothing' },
  is_empty: { words: 'is empty text', needs: 'nothing' },
};

const MISSING: readonly Operator[] = ['is_null', 'is_not_null'];
const ORDER: readonly Operator[] = ['gt', 'ge', 'lt', 'le', 'between'];
const CHOICE: readonly Operator[] = ['in', 'not_in'];
const LETTERS: readonly Operator[] = ['contains', 'not_contains', 'starts_with', 'ends_with', 'matches'];

const OFFERED: Record<Family, readonly Operator[]> = {
  number: ['eq', 'ne', ...ORDER, ...CHOICE, ...MISSING, 'is_nan', 'is_infinite', 'contains'],
  date: ['eq', 'ne', ...ORDER, ...CHOICE, ...MISSING, 'contains'],
  moment: ['eq', 'ne', ...ORDER, ...CHOICE, ...MISSING, 'contains'],
  truth: ['eq', 'ne', ...MISSING],
  text: [...CHOICE, 'eq', 'ne', ...LETTERS, ...MISSING, 'is_empty', ...ORDER],
};

/** The family of a column from how it is stored. */
export function familyOf(dtype: string): Family {
  if (/^(u?int|float|double|decimal)/.test(dtype)) return 'number';
  if (dtype === 'bool') return 'truth';
  if (dtype === 'date') return 'date';
  return dtype.startsWith('datetime') ? 'moment' : 'text';
}

/** The operators that make sense for a column, the likeliest first. */
export function operatorsFor(dtype: string): readonly Operator[] {
  return OFFERED[familyOf(dtype)];
}
