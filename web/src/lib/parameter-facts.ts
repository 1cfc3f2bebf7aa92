import { isFieldValue, fieldsFor, fieldsOf, initialValues, type FieldValues } from './schema/fields';
import { parameterText } from './parameter-text';

/**
 * Parameters as people read them, named as in the form of the algorithm once its schema is known.
 * Those that the form would not show, for the task or another value makes them matter not, are left out.
 */
export function parameterFacts(params: Readonly<Record<string, unknown>>, schema: unknown, task: string | null = null) {
  const fields = fieldsOf(schema);
  const known = Object.entries(params).flatMap(([name, value]): [string, FieldValues[string]][] => (isFieldValue(value) ? [[name, value]] : []));
  const values = { ...initialValues(fields), ...Object.fromEntries(known) };
  const shown = new Set(fieldsFor(fields, values));
  return Object.entries(params).flatMap(([name, value]) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) return [{ label: name, value: parameterText(value) }];
    const isOfTask = task === null || field.tasks.length === 0 || field.tasks.includes(task);
    if (!isOfTask || !shown.has(field)) return [];
    return [{ label: field.title, value: value === null ? field.nullMeans : parameterText(value) }];
  });
}
