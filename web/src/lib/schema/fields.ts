import { isNumber, isRecord, isString, isStringList } from '../guards';

/** A value a form field can hold. */
export type FieldValue = null | boolean | number | string | readonly (number | string)[];

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
  | { kind: 'text' };

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
  if (Array.isArray(value)) return value.every((item) => isNumber(item) || isString(item));
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
      return { kind: 'text' };
  }
}

function listOf(part: Record<string, unknown>): FieldKind {
  const items = isRecord(part.items) ? part.items : {};
  return {
    kind: 'numbers',
    integer: items.type === 'integer',
    range: rangeOf(items),
    minItems: isNumber(part.minItems) ? part.minItems : 0,
    maxItems: isNumber(part.maxItems) ? part.maxItems : 20,
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
