import type { FieldValue } from '../../lib/schema/fields';
import type { ControlProps } from '../Field';
import { Segmented } from '../Segmented';
import { Select } from '../Select';

const FEW = 4;
const SHORT = 26;

interface ChoiceControlProps {
  title: string;
  options: readonly (string | number)[];
  value: FieldValue;
  control: ControlProps;
  onChange: (value: FieldValue) => void;
}

/** A few short options side by side, many in a list. */
export function ChoiceControl({ title, options, value, control, onChange }: ChoiceControlProps) {
  const shown = options.map((option) => ({ value: String(option), label: String(option) }));
  const chosen = typeof value === 'object' ? '' : String(value);
  const choose = (text: string) => onChange(options.find((option) => String(option) === text) ?? null);
  if (options.length <= FEW && options.join('').length <= SHORT) {
    return <Segmented id={control.id} label={title} options={shown} value={chosen} onChange={choose} />;
  }
  const isOffered = shown.some((option) => option.value === chosen);
  // A list shows its first option for what it does not have, which then could not be chosen.
  const stranger = { value: chosen, label: chosen === '' ? 'Choose' : `${chosen}, not offered`, isDisabled: true };
  return <Select {...control} options={isOffered ? shown : [stranger, ...shown]} value={chosen} onChange={choose} />;
}
