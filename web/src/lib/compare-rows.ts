import { formatNumber } from './format';
import { isNumber, isRecord } from './guards';
import { parameterText } from './parameter-text';

/** One thing that several things are compared by. */
export interface CompareRow {
  title: string;
  cells: readonly string[];
  isSame: boolean;
  /** The places of the best; none where nothing is better. */
  best: ReadonlySet<number>;
}

export interface CompareGroup {
  title: string;
  rows: readonly CompareRow[];
}

const NONE: ReadonlySet<number> = new Set();
export const NOTHING = '–';

/** The rows of a group: what differs comes first. */
export function groupOf(title: string, rows: readonly CompareRow[]): CompareGroup {
  return { title, rows: [...rows].sort((one, other) => Number(one.isSame) - Number(other.isSame)) };
}

/** A row for each name in any of several records. */
export function recordRows(held: readonly Readonly<Record<string, unknown>>[]): CompareRow[] {
  return namesIn(held).map((name) => textRow(name, held.map((values) => (name in values ? valueText(values[name]) : NOTHING))));
}

/** Numbers, of which the best are marked. */
export function numberRow(title: string, values: readonly (number | null)[], isDown: boolean, textOf = formatNumber): CompareRow {
  const row = textRow(title, values.map((value) => (value === null ? NOTHING : textOf(value))));
  const known = values.filter(isNumber);
  if (row.isSame || known.length < 2) return row;
  const top = isDown ? Math.min(...known) : Math.max(...known);
  return { ...row, best: new Set(values.flatMap((value, at) => (value === top ? [at] : []))) };
}

export function textRow(title: string, cells: readonly string[]): CompareRow {
  return { title, cells, isSame: cells.every((cell) => cell === cells[0]), best: NONE };
}

export function namesIn(held: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(held.flatMap((one) => Object.keys(one)))].sort();
}

export function valueText(value: unknown): string {
  return isNumber(value) ? formatNumber(value) : parameterText(value);
}

export function shortHash(hash: string | null | undefined): string {
  return hash == null ? NOTHING : hash.replace(/^\w+:/, '').slice(0, 12);
}

export function recipeText(steps: unknown): string {
  if (!Array.isArray(steps) || steps.length === 0) return 'none';
  return steps.map((step: unknown) => (isRecord(step) ? String(step.type) : '?')).join(' → ');
}
