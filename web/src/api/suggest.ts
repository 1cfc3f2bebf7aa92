import { isNumber } from '../lib/guards';
import type { Supervised } from '../lib/tasks';
import type { Column } from './types';

const TELLING = /^(target|label|class|classes|outcome|diagnosis|species|survived|response|result)$/i;

/** The column most likely meant to be predicted: a telling name, else y, else the last that could be. */
export function suggestTarget(schema: readonly Column[]): Column | null {
  const possible = schema.filter((column) => column.type !== 'identifier' && column.distinct !== 0);
  // Where a label stands beside it, y is rather where a point lies.
  const named = (name: RegExp) => possible.find((column) => name.test(column.name));
  return named(TELLING) ?? named(/^y$/i) ?? possible.at(-1) ?? null;
}

/** Predicting a number or a class: read off the values of the target. */
export function inferTask(target: Column): Supervised {
  return target.type === 'numeric' || target.type === 'datetime' ? 'regression' : 'classification';
}

/** Why a column is better left out of training; null where it may well help. */
export function reasonToLeaveOut(column: Column, rows: number): string | null {
  if (rows > 0 && column.missing >= rows) return 'every value is missing';
  if (column.type === 'identifier') return 'looks like an identifier';
  if (column.distinct === 1) return 'has one value only';
  return null;
}

/** The columns to learn from unless someone chooses otherwise. */
export function suggestFeatures(schema: readonly Column[], target: string | null, rows: number): string[] {
  const others = schema.filter((column) => column.name !== target);
  const helpful = others.filter((column) => reasonToLeaveOut(column, rows) === null);
  return (helpful.length > 0 ? helpful : others).map((column) => column.name);
}

/** Whether a column could say how much a row counts. */
export function canWeigh({ dtype, minimum }: Column): boolean {
  const isNumeric = dtype === 'int64' || dtype === 'float64' || dtype === 'bool';
  return isNumeric && !(isNumber(minimum) && minimum < 0);
}

/** Whether a column's values have an order that rows can be split in. */
export function isOrdered(column: Column): boolean {
  return column.type === 'datetime' || typeof column.minimum === 'number';
}
