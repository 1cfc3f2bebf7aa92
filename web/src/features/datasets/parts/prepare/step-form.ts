import type { StepKind, TriedStep } from '../../../../api/recipe-answers';
import type { RecipeStep } from '../../../../api/types';
import { isNumber, isString } from '../../../../lib/guards';
import { fieldsOf, initialValues, isFieldValue, type Field, type FieldValues } from '../../../../lib/schema/fields';
import type { ColumnChoice } from '../../../../ui/form/form-choices';

const HOLDS: Readonly<Record<string, string>> = {
  int64: 'number',
  float64: 'number',
  str: 'text',
  bool: 'truth',
  date: 'date',
  'datetime64[us]': 'date',
};

/** A step as its form needs it: the fields, what is set, what is wrong where. */
export interface StepForm {
  fields: readonly Field[];
  values: FieldValues;
  problems: Readonly<Record<string, string>>;
  wrongParts: Readonly<Record<string, { start: number; end: number }>>;
  /** What is wrong with the step as a whole. */
  problem: string | null;
}

export function stepFormOf(step: RecipeStep, kind: StepKind, tried: TriedStep | undefined): StepForm {
  const fields = fieldsOf(kind.schema);
  const set = Object.entries(step.params).flatMap(([name, value]) => (isFieldValue(value) ? [[name, value] as const] : []));
  const values = { ...initialValues(fields), ...Object.fromEntries(set) };
  const error = tried?.error ?? null;
  if (error === null) return { fields, values, problems: {}, wrongParts: {}, problem: null };
  const { parameter, start, end } = error.details;
  const named = isString(parameter) ? parameter : null;
  const listed = (error.errors ?? []).flatMap(({ loc, msg }) => (isString(loc[3]) ? [[loc[3], msg] as const] : []));
  const problems = listed.length > 0 ? Object.fromEntries(listed) : named === null ? {} : { [named]: error.message };
  const isPlaced = isNumber(start) && isNumber(end) && named !== null;
  return {
    fields,
    values,
    problems,
    wrongParts: isPlaced ? { [named]: { start, end } } : {},
    problem: Object.keys(problems).length === 0 ? error.message : null,
  };
}

/** Columns as forms offer them. */
export function columnChoices(columns: readonly { name: string; dtype: string }[]): ColumnChoice[] {
  return columns.map(({ name, dtype }) => ({ name, holds: HOLDS[dtype] ?? 'text' }));
}

/** The column that a step looks for in vain, with those that may be meant. */
export function lostColumnOf(tried: TriedStep | undefined): { name: string; nearest: string[] } | null {
  const details = tried?.error?.details;
  if (details === undefined || !isString(details.column) || !Array.isArray(details.nearest)) return null;
  return { name: details.column, nearest: details.nearest.filter(isString) };
}
