import { parameterText } from './parameter-text';
import { fieldsOf } from './schema/fields';

/** Parameters as people read them, named as in the form of the algorithm once its schema is known. */
export function parameterFacts(params: Readonly<Record<string, unknown>>, schema: unknown) {
  const titles = new Map(fieldsOf(schema).map((field) => [field.name, field.title]));
  return Object.entries(params).map(([name, value]) => ({
    label: titles.get(name) ?? name,
    value: parameterText(value),
  }));
}
