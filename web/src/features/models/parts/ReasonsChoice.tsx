import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';

const CHOICES = [
  { value: '0', label: 'None' },
  { value: '1', label: 'The strongest' },
  { value: '3', label: 'The three strongest' },
  { value: '5', label: 'The five strongest' },
];

/** How many columns say in words what moved the model most. */
export function ReasonsChoice({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <Field label="Reasons of each row, as columns">
      {(control) => (
        <Select {...control} value={String(value)} options={CHOICES} onChange={(chosen) => onChange(Number(chosen))} />
      )}
    </Field>
  );
}
