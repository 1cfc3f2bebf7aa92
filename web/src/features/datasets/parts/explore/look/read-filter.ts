import type { Condition, FilterNode, Operator, Scalar } from '../../../../../api/table';
import { isBoolean, isNumber, isRecord, isString } from '../../../../../lib/guards';
import { OPERATOR_WORDS } from './operators';

const DEEPEST = 8;

/** Reads a filter of unknown origin; null where it is none, or deeper than the server takes. */
export function filterFrom(said: unknown, depth = 1): FilterNode | null {
  if (!isRecord(said) || depth > DEEPEST) return null;
  const { op, of } = said;
  if (op !== 'and' && op !== 'or' && op !== 'not') return conditionFrom(said);
  if (!Array.isArray(of)) return null;
  const parts = of.map((part: unknown) => filterFrom(part, depth + 1));
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length && known.length > 0 ? { op, of: known } : null;
}

function conditionFrom({ column, operator, value, values }: Record<string, unknown>): Condition | null {
  if (!isString(column) || !isOperator(operator)) return null;
  return {
    column,
    operator,
    ...(isScalar(value) && { value }),
    ...(Array.isArray(values) && { values: values.filter(isScalar) }),
  };
}

function isOperator(said: unknown): said is Operator {
  return isString(said) && Object.hasOwn(OPERATOR_WORDS, said);
}

function isScalar(said: unknown): said is Scalar {
  return isString(said) || isNumber(said) || isBoolean(said);
}
