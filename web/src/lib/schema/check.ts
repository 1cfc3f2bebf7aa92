import { assertNever } from '../assert-never';
import { formatCountOf } from '../format';
import { isNumber } from '../guards';
import { nearestOf } from '../near';
import { isFieldRecord, type Field, type FieldValue, type Range } from './fields';

/** What is wrong with a field's value, as a sentence for people; null when it is right. */
export function checkField(field: Field, value: FieldValue): string | null {
  const { shape } = field;
  if (value === null && field.nullable) return null;
  if (value === null) return shape.kind === 'number' ? 'A number is needed.' : 'A value is needed.';
  switch (shape.kind) {
    case 'number':
      return isNumber(value) ? checkNumber(value, shape) : 'This must be a number.';
    case 'choice':
      return shape.options.some((option) => option === value) ? null : refusalOf(value, shape.options.map(String));
    case 'toggle':
      return typeof value === 'boolean' ? null : 'This must be on or off.';
    case 'numbers':
      return checkNumbers(value, shape);
    case 'text':
      return checkText(value, shape.minLength);
    case 'expression':
      return value === '' ? 'An expression is needed.' : null;
    case 'dataset':
      return value === '' ? 'Choose a dataset.' : null;
    case 'column':
      return value === '' ? 'Choose a column.' : null;
    case 'texts':
      return checkCount(value, shape.minItems);
    case 'records':
      return checkRecords(value, shape.minItems, shape.fields);
    default:
      return assertNever(shape);
  }
}

/** What to choose instead of what is not offered; a slip is told from another word. */
function refusalOf(value: FieldValue, options: readonly string[]): string {
  const meant = typeof value === 'string' ? nearestOf(value, options) : null;
  const instead = typeof value !== 'string' || meant === null ? '' : `There is no “${value}”; perhaps ${meant} is meant. `;
  return `${instead}Choose one of ${options.join(', ')}.`;
}

function checkText(value: FieldValue, minLength: number): string | null {
  if (typeof value !== 'string') return 'This must be a text.';
  return value.trim().length < minLength ? 'A text is needed.' : null;
}

function checkCount(value: FieldValue, minItems: number): string | null {
  if (typeof value !== 'object' || value === null) return 'This must be a list.';
  return value.length < minItems ? `Needs at least ${formatCountOf(minItems, 'entry', 'entries')}.` : null;
}

function checkRecords(value: FieldValue, minItems: number, fields: readonly Field[]): string | null {
  const count = checkCount(value, minItems);
  if (count !== null || !Array.isArray(value)) return count;
  const isUnfinished = value.filter(isFieldRecord).some((record) =>
    fields.some((field) => checkField(field, record[field.name] ?? null) !== null),
  );
  return isUnfinished ? 'An entry is not finished.' : null;
}

function checkNumbers(
  value: FieldValue,
  shape: { integer: boolean; range: Range; minItems: number; maxItems: number },
): string | null {
  if (typeof value !== 'object' || value === null) return 'This must be a list of numbers.';
  if (value.length < shape.minItems) return `Needs at least ${formatCountOf(shape.minItems, 'entry', 'entries')}.`;
  if (value.length > shape.maxItems) return `Takes at most ${formatCountOf(shape.maxItems, 'entry', 'entries')}.`;
  for (const item of value) {
    const problem = isNumber(item) ? checkNumber(item, shape) : 'Every entry must be a number.';
    if (problem !== null) return problem;
  }
  return null;
}

function checkNumber(value: number, { integer, range }: { integer: boolean; range: Range }) {
  if (integer && !Number.isInteger(value)) return `This must be a whole number; got ${value}.`;
  if (isOutside(value, range)) return `This must be ${describeRange(range)}; got ${value}.`;
  return null;
}

function isOutside(value: number, range: Range): boolean {
  return (
    (range.minimum !== null && value < range.minimum) ||
    (range.maximum !== null && value > range.maximum) ||
    (range.exclusiveMinimum !== null && value <= range.exclusiveMinimum) ||
    (range.exclusiveMaximum !== null && value >= range.exclusiveMaximum)
  );
}

/** "between 1 and 10", "above 0 and at most 1", "at least 2". */
export function describeRange(range: Range): string {
  if (range.minimum !== null && range.maximum !== null) {
    return `between ${range.minimum} and ${range.maximum}`;
  }
  const low =
    range.minimum !== null
      ? `at least ${range.minimum}`
      : range.exclusiveMinimum !== null
        ? `above ${range.exclusiveMinimum}`
        : null;
  const high =
    range.maximum !== null
      ? `at most ${range.maximum}`
      : range.exclusiveMaximum !== null
        ? `below ${range.exclusiveMaximum}`
        : null;
  return [low, high].filter((part) => part !== null).join(' and ') || 'a number';
}
