import type { LastChoice } from '../../api/shared-state';
import { parameterText } from '../../lib/parameter-text';
import type { Field } from '../../lib/schema/fields';

const ONE = 'hyperparameters.';

/** What somebody chose, without its subject; null for what the form does not show. */
export function choiceText({ path, value }: Pick<LastChoice, 'path' | 'value'>, algorithm: string, fields: readonly Field[]): string | null {
  const isTaken = value === undefined || value === null;
  if (path === 'selected_algorithm') return isTaken ? null : `chose ${algorithm}`;
  // A new algorithm begins with its defaults, which is told of with it.
  if (path === 'hyperparameters') return isTaken ? 'went back to the defaults' : 'began from a preset';
  const field = fields.find(({ name }) => path === `${ONE}${name}`);
  if (field === undefined) return null;
  if (value === undefined) return `reset ${field.title}`;
  return `set ${field.title} to ${value === null ? field.nullMeans : parameterText(value)}`;
}
