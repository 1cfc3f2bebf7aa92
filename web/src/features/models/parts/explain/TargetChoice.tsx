import type { Model } from '../../../../api/types';
import { Field } from '../../../../ui/Field';
import { Select } from '../../../../ui/Select';

interface TargetChoiceProps {
  model: Model;
  value: string | null;
  onChange: (name: string) => void;
}

/** Which of several targets is explained; nothing where there is one. */
export function TargetChoice({ model, value, onChange }: TargetChoiceProps) {
  const names = (model.targets ?? []).map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <Field label="Target">
      {(control) => (
        <Select
          {...control}
          value={value ?? names[0] ?? ''}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
