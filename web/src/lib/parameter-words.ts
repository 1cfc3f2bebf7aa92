import { formatName, formatNumber } from './format';
import { isNumber } from './guards';
import { parameterText } from './parameter-text';
import type { Field } from './schema/fields';

/** A parameter within a sentence, named as in the form of its algorithm once that is known: "learning rate". */
export function parameterInWords(name: string, fields: readonly Field[]): string {
  const title = fields.find((field) => field.name === name)?.title ?? formatName(name);
  // "C" and "L1 share" keep their capitals; only words lose them.
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** Its value within a sentence; what it means to have none the form says. */
export function valueInWords(name: string, value: unknown, fields: readonly Field[]): string {
  if (isNumber(value)) return formatNumber(value);
  const field = fields.find((one) => one.name === name);
  return value === null && field !== undefined ? field.nullMeans : parameterText(value);
}
