import { Field } from '../../../../ui/Field';
import { Select } from '../../../../ui/Select';

interface OutputChoiceProps {
  outputs: readonly string[];
  value: number;
  onChange: (place: number) => void;
}

/** Which of several classes is looked at; nothing where there is one. */
export function OutputChoice({ outputs, value, onChange }: OutputChoiceProps) {
  if (outputs.length < 2) return null;
  return (
    <Field label="Class">
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          options={outputs.map((name, place) => ({ value: String(place), label: name }))}
          onChange={(text) => onChange(Number(text))}
        />
      )}
    </Field>
  );
}
