import { isNumber, isRecord, isString, isStringList } from '../guards';

/** A small record in a list, such as a column with its new name. */
export type FieldRecord = Readonly<Record<string, null | boolean | number | string>>;

/** A value a form field can hold. */
export type FieldValue = null | boolean | number | string | readonly (number | string)[] | readonly FieldRecord[];

export type FieldValues = Readonly<Record<string, FieldValue>>;

/** The inclusive range of a number; a bound that the schema leaves open is null. */
export interface Range {
  minimum: number | null;
  maximum: number | null;
  exclusiveMinimum: number | null;
  exclusiveMaximum: number | null;
}

export type FieldKind =
  | { kind: 'number'; integer: boolean; range: Range; logarithmic: boolean }
  | { kind: 'choice'; options: readonly (string | number)[] }
  | { kind: 'toggle' }
  | { kind: 'numbers'; integer: boolean; range: Range; minItems: number; maxItems: number }
  | { kind: 'text'; minLength: number }
  | { kind: 'expression' }
  | { kind: 'dataset' }
  | { kind: 'column'; holds: readonly string[] }
  | { kind: 'texts'; minItems: number; holds: readonly string[] | null }
  | { kind: 'records'; minItems: number; maxItems: number; fields: readonly Field[] };

export interface Field {
  name: string;
  title: string;
  description: string;
  unit: string | null;
  advanced: boolean;
  nullable: boolean;
  /** What it means to leave the field empty ("grow until pure"). */
  nullMeans: string;
  /** The tasks the field matters to; empty means all. */
  tasks: readonly string[];
  /** Another field, and its choices with which this one matters; null where it always does. */
  when: { field: string; choices: readonly string[] } | null;
  initial: FieldValue;
  shape: FieldKind;
}

/** The fields of a JSON Schema object, in the order in which the schema names them. */
export function fieldsOf(schema: unknown): Field[] {
  if (!isRecord(schema) || !isRecord(schema.properties)) return [];
  return Object.entries(schema.properties).flatMap(([name, part]) =>
    isRecord(part) ? [fieldOf(name, part)] : [],
  );
}

/** The value each field begins with. */
export function initialValues(fields: readonly Field[]): FieldValues {
  return Object.fromEntries(fields.map((field) => [field.name, field.initial]));
}

/** Whether a value from outside may stand in a form. */
export function isFieldValue(value: unknown): value is FieldValue {
  if (Array.isArray(value)) return value.every((item) => isNumber(item) || isString(item)) || value.every(isFieldRecord);
  return isPlainValue(value);
}

/** Whether a value from outside is one of the small records of a list. */
export function isFieldRecord(value: unknown): value is FieldRecord {
  return isRecord(value) && Object.values(value).every(isPlainValue);
}

/** The fields that matter with these values. */
export function fieldsFor(fields: readonly Field[], values: FieldValues): Field[] {
  return fields.filter(({ when }) => {
    const chosen = when === null ? null : values[when.field];
    return when === null || when.choices.some((choice) => choice === chosen);
  });
}

/** The values, save that a field which does not matter has what it began with: nobody sees it to mend it. */
export function valuesFor(fields: readonly Field[], values: FieldValues): FieldValues {
  const shown = new Set(fieldsFor(fields, values));
  const hidden = fields.filter((field) => !shown.has(field));
  return { ...values, ...initialValues(hidden) };
}

function isPlainValue(value: unknown): value is null | boolean | number | string {
  return value === null || typeof value === 'boolean' || isNumber(value) || isString(value);
}

function fieldOf(name: string, part: Record<string, unknown>): Field {
  const { core, nullable } = withoutNull(part);
  return {
    name,
    title: isString(part.title) ? part.title : name,
    description: isString(part.description) ? part.description : '',
    unit: isString(part.unit) ? part.unit : null,
    advanced: part['x-advanced'] === true,
    nullable,
    nullMeans: isString(part['x-null-means']) ? part['x-null-means'] : 'automatic',
    tasks: isStringList(part['x-tasks']) ? part['x-tasks'] : [],
    when: whenOf(part['x-when']),
    initial: isFieldValue(part.default) ? part.default : null,
    shape: shapeOf({ ...part, ...core }),
  };
}

/** Takes "or null" out of a schema part, in each of the ways JSON Schema can say it. */
function withoutNull(part: Record<string, unknown>) {
  const union = Array.isArray(part.anyOf) ? part.anyOf : Array.isArray(part.oneOf) ? part.oneOf : null;
  if (union !== null) {
    const others = union.filter(isRecord).filter((one) => one.type !== 'null');
    return { core: others[0] ?? {}, nullable: others.length < union.length };
  }
  if (Array.isArray(part.type)) {
    const types: unknown[] = part.type;
    return { core: { ...part, type: types.find((type) => type !== 'null') }, nullable: types.includes('null') };
  }
  const options: unknown[] = Array.isArray(part.enum) ? part.enum : [];
  return { core: part, nullable: options.includes(null) };
}

function shapeOf(part: Record<string, unknown>): FieldKind {
  if (Array.isArray(part.enum)) {
    return { kind: 'choice', options: part.enum.filter((one) => isString(one) || isNumber(one)) };
  }
  switch (part['x-control']) {
    case 'expression':
      return { kind: 'expression' };
    case 'dataset':
      return { kind: 'dataset' };
    case 'column':
      return { kind: 'column', holds: holdsOf(part) };
    case 'columns':
      return { kind: 'texts', minItems: countOf(part.minItems, 0), holds: holdsOf(part) };
    case 'texts':
      return { kind: 'texts', minItems: countOf(part.minItems, 0), holds: null };
    case 'records':
      return recordsOf(part);
  }
  switch (part.type) {
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        integer: part.type === 'integer',
        range: rangeOf(part),
        logarithmic: part['x-log'] === true,
      };
    case 'boolean':
      return { kind: 'toggle' };
    case 'array':
      return listOf(part);
    default:
      return { kind: 'text', minLength: countOf(part.minLength, 0) };
  }
}

function recordsOf(part: Record<string, unknown>): FieldKind {
  return {
    kind: 'records',
    minItems: countOf(part.minItems, 0),
    maxItems: countOf(part.maxItems, 1000),
    fields: fieldsOf(part.items),
  };
}

function holdsOf(part: Record<string, unknown>): readonly string[] {
  return isStringList(part['x-holds']) ? part['x-holds'] : [];
}

function whenOf(part: unknown): Field['when'] {
  const [entry] = isRecord(part) ? Object.entries(part) : [];
  return entry !== undefined && isStringList(entry[1]) ? { field: entry[0], choices: entry[1] } : null;
}

function countOf(value: unknown, otherwise: number): number {
  return isNumber(value) ? value : otherwise;
}

function listOf(part: Record<string, unknown>): FieldKind {
  const items = isRecord(part.items) ? part.items : {};
  return {
    kind: 'numbers',
    integer: items.type === 'integer',
    range: rangeOf(items),
    minItems: countOf(part.minItems, 0),
    maxItems: countOf(part.maxItems, 20),
  };
}

function rangeOf(part: Record<string, unknown>): Range {
  const bound = (name: string) => (isNumber(part[name]) ? part[name] : null);
  return {
    minimum: bound('minimum'),
    maximum: bound('maximum'),
    exclusiveMinimum: bound('exclusiveMinimum'),
    exclusiveMaximum: bound('exclusiveMaximum'),
  };
}
