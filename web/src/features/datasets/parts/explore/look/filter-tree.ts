import type { Condition, FilterNode, Group, Scalar } from '../../../../../api/table';
import { familyOf, OPERATOR_WORDS } from './operators';

/** Where a node stands: the way down from the root, one place for each level. */
export type Path = readonly number[];

export function isGroup(node: FilterNode): node is Group {
  return 'of' in node;
}

/** The parts that must all hold: what people see as a row of chips. */
export function partsOf(filter: FilterNode | null): readonly FilterNode[] {
  if (filter === null) return [];
  return isGroup(filter) && filter.op === 'and' ? filter.of : [filter];
}

/** A filter of parts that must all hold, as plain as it can be written. */
export function allOf(parts: readonly FilterNode[]): FilterNode | null {
  const [first] = parts;
  if (first === undefined) return null;
  return parts.length === 1 ? first : { op: 'and', of: [...parts] };
}

/** The filter with one more part that must hold; the same part is not repeated. */
export function withPart(filter: FilterNode | null, part: FilterNode): FilterNode | null {
  const parts = partsOf(filter);
  const said = JSON.stringify(part);
  return parts.some((one) => JSON.stringify(one) === said) ? filter : allOf([...parts, part]);
}

/** The filter with a part in place of every other part about its column alone. */
export function withOnly(filter: FilterNode | null, part: Condition): FilterNode | null {
  return allOf([...partsOf(filter).filter((one) => isGroup(one) || one.column !== part.column), part]);
}

/** The filter without the part at a place. */
export function withoutPart(filter: FilterNode | null, place: number): FilterNode | null {
  return allOf(partsOf(filter).filter((_, at) => at !== place));
}

/** The rows that a filter does not let through. */
export function restOf(filter: FilterNode): FilterNode {
  return { op: 'not', of: [filter] };
}

/** The tree with another node at a path. */
export function replacedAt(root: FilterNode, [place, ...rest]: Path, node: FilterNode): FilterNode {
  if (place === undefined || !isGroup(root)) return node;
  return { ...root, of: root.of.map((child, at) => (at === place ? replacedAt(child, rest, node) : child)) };
}

/** The tree without the node at a path; groups that become empty by it go too. */
export function removedAt(root: FilterNode, [place, ...rest]: Path): FilterNode | null {
  if (place === undefined || !isGroup(root)) return null;
  const of = root.of.flatMap((child, at) => (at === place ? (removedAt(child, rest) ?? []) : [child]));
  return of.length === 0 ? null : { ...root, of };
}

/** The filter as the server takes it: there a negation is about one node alone. */
export function forServer(node: FilterNode): FilterNode {
  if (!isGroup(node)) return node;
  const of = node.of.map(forServer);
  return node.op === 'not' && of.length > 1 ? { op: 'not', of: [{ op: 'or', of }] } : { op: node.op, of };
}

/** Whether every condition has the values that its operator wants. */
export function isComplete(node: FilterNode): boolean {
  if (isGroup(node)) return node.of.length > 0 && node.of.every(isComplete);
  switch (OPERATOR_WORDS[node.operator].needs) {
    case 'nothing':
      return true;
    case 'one':
      return node.value !== undefined && node.value !== '';
    case 'two':
      return node.values?.length === 2 && node.values.every((value) => value !== '');
    case 'several':
      return (node.values ?? []).length > 0;
  }
}

export function countConditions(node: FilterNode | null): number {
  if (node === null) return 0;
  return isGroup(node) ? node.of.reduce((sum, child) => sum + countConditions(child), 0) : 1;
}

/** The columns that filters ask about. */
export function columnsIn(...nodes: readonly FilterNode[]): Set<string> {
  return new Set(nodes.flatMap((node) => (isGroup(node) ? [...columnsIn(...node.of)] : [node.column])));
}

/** A filter as a sentence: "age is above 30 and (city is Rome or city is missing)". */
export function describeFilter(node: FilterNode, isInside = false): string {
  if (!isGroup(node)) return describeCondition(node);
  const parts = node.of.map((child) => describeFilter(child, true));
  if (node.op === 'not') return `not (${parts.join(' or ')})`;
  const joined = parts.join(` ${node.op} `);
  return isInside && parts.length > 1 ? `(${joined})` : joined;
}

function describeCondition({ column, operator, value, values = [] }: Condition): string {
  const { words, needs } = OPERATOR_WORDS[operator];
  switch (needs) {
    case 'nothing':
      return `${column} ${words}`;
    case 'one':
      return `${column} ${words} ${sayValue(value)}`;
    case 'two':
      return `${column} ${words} ${sayValue(values[0])} and ${sayValue(values[1])}`;
    case 'several':
      return `${column} ${words} ${values.slice(0, 3).map(sayValue).join(', ')}${values.length > 3 ? ` and ${values.length - 3} more` : ''}`;
  }
}

function sayValue(value: Scalar | undefined): string {
  if (value === undefined || value === '') return '…';
  return typeof value === 'string' ? `“${value.length > 40 ? `${value.slice(0, 39)}…` : value}”` : String(value);
}

/** What a person typed, as the column compares it. */
export function typedValue(text: string, dtype: string): Scalar {
  if (familyOf(dtype) === 'truth' && (text === 'true' || text === 'false')) return text === 'true';
  // Longer whole numbers than a double keeps stay text: the server reads them exactly.
  const isExact = /^-?\d{1,15}$/.test(text) || (/^-?(\d*\.\d+|\d+(\.\d+)?e[+-]?\d+)$/i.test(text) && text.length < 17);
  return familyOf(dtype) === 'number' && isExact ? Number(text) : text;
}
