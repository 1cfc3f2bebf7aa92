import type { Condition, FilterNode, Scalar } from '../../../../../api/table';
import type { Cell } from '../../../../../api/types';
import { isGroup, partsOf, withOnly, withoutPart } from '../look/filter-tree';
import { familyOf } from '../look/operators';
import { edgeMoment } from './summary-words';

/** The filter with a range of one column, in place of what was said about it before. */
export function withRange(filter: FilterNode | null, column: string, dtype: string, ends: [low: number, high: number]) {
  const family = familyOf(dtype);
  const values: Scalar[] = family === 'date' || family === 'moment' ? ends.map((end) => edgeMoment(end, dtype)) : [...ends];
  return withOnly(filter, { column, operator: 'between', values });
}

/** The values of a column that the filter lets through one by one. */
export function chosenValues(filter: FilterNode | null, column: string): readonly Scalar[] {
  return choiceOf(filter, column)?.values ?? [];
}

/** The filter with one value more among those let through, or one less. */
export function withValueToggled(filter: FilterNode | null, column: string, value: Cell): FilterNode | null {
  if (value === null) return withOnly(filter, { column, operator: 'is_null' });
  if (value === '') return withOnly(filter, { column, operator: 'is_empty' });
  const held = chosenValues(filter, column);
  const values = held.includes(value) ? held.filter((one) => one !== value) : [...held, value];
  if (values.length > 0) return withOnly(filter, { column, operator: 'in', values });
  return withoutPart(filter, partsOf(filter).findIndex((part) => part === choiceOf(filter, column)));
}

function choiceOf(filter: FilterNode | null, column: string): Condition | undefined {
  return partsOf(filter)
    .filter((part): part is Condition => !isGroup(part))
    .find((part) => part.column === column && part.operator === 'in');
}
