import type { StepKind } from '../../../../api/recipe-answers';
import type { RecipeStep } from '../../../../api/types';
import { isRecord, isString, isStringList } from '../../../../lib/guards';
import { fieldsFor, fieldsOf, initialValues, isFieldValue } from '../../../../lib/schema/fields';

const LONG = 90;

/** What a step does in a few words, from what was set in it: "median · age, fare". */
export function describeStep({ params }: RecipeStep, kind?: StepKind): string {
  const fields = fieldsOf(kind?.schema);
  const initial = initialValues(fields);
  const set = Object.entries(params).flatMap(([name, value]) => (isFieldValue(value) ? [[name, value] as const] : []));
  const shown = new Set(fieldsFor(fields, { ...initial, ...Object.fromEntries(set) }).map((field) => field.name));
  const parts = Object.entries(params).flatMap(([name, value]) => {
    const isUsual = name !== 'method' && JSON.stringify(value) === JSON.stringify(initial[name]);
    return isUsual || (kind !== undefined && !shown.has(name)) ? [] : wordsOf(name, value);
  });
  const text = parts.join(' · ');
  return text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text;
}

function wordsOf(name: string, value: unknown): string[] {
  if (isString(value)) return value === '' ? [] : [value];
  if (typeof value === 'number') return [`${name.replaceAll('_', ' ')} ${value}`];
  if (value === true) return [name.replaceAll('_', ' ')];
  if (isStringList(value)) return value.length === 0 ? [] : [value.join(', ')];
  if (Array.isArray(value)) return value.filter(isRecord).map((one) => recordWords(one)).filter((text) => text !== '');
  return [];
}

/** "old → new" of a small record. */
function recordWords(record: Record<string, unknown>): string {
  return Object.values(record).filter((part) => isString(part) && part !== '').join(' → ');
}
