import type { Condition } from '../../../../../api/table';
import type { Column } from '../../../../../api/types';
import { operatorsFor } from '../look/operators';

/** The condition that a builder begins with: about the first column, nothing said yet. */
export function newCondition(schema: readonly Column[]): Condition[] {
  const [first] = schema;
  return first === undefined ? [] : [conditionOn(first)];
}

/** A condition about a column, with the likeliest operator and no value. */
export function conditionOn({ name, dtype }: Column): Condition {
  return { column: name, operator: operatorsFor(dtype)[0] ?? 'is_not_null' };
}
