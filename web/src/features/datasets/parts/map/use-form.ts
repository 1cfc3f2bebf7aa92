import { useState } from 'react';
import { checkField } from '../../../../lib/schema/check';
import { fieldsOf, initialValues, type FieldValue, type FieldValues } from '../../../../lib/schema/fields';

/** The values of a form drawn from a schema: what was changed over what the schema says. */
export function useForm(schema: unknown) {
  const [changed, setChanged] = useState<FieldValues>({});
  const fields = fieldsOf(schema);
  const known = new Set(fields.map((field) => field.name));
  const kept = Object.entries(changed).filter(([name]) => known.has(name));
  const values: FieldValues = { ...initialValues(fields), ...Object.fromEntries(kept) };
  return {
    fields,
    values,
    isRight: fields.every((field) => checkField(field, values[field.name] ?? null) === null),
    change: (name: string, value: FieldValue) => setChanged((all) => ({ ...all, [name]: value })),
    reset: (name: string) => setChanged((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))),
    clear: () => setChanged({}),
  };
}
