import type { Cell, ModelFeature } from '../../../api/types';
import { formatCountOf, formatNumber } from '../../../lib/format';
import { Field } from '../../../ui/Field';
import { NumberInput } from '../../../ui/NumberInput';
import { Select } from '../../../ui/Select';
import { TextArea } from '../../../ui/TextArea';
import { TextInput } from '../../../ui/TextInput';

interface FeatureFieldProps {
  feature: ModelFeature;
  value: Cell;
  onChange: (value: Cell) => void;
}

/** One feature of a row: a choice among what training saw, a number, or a text; empty is missing. */
export function FeatureField({ feature, value, onChange }: FeatureFieldProps) {
  const choices = feature.choices ?? [];
  return (
    <Field label={feature.name} hint={rangeOf(feature)}>
      {(control) => {
        if (choices.length > 0) {
          return (
            <Select
              {...control}
              placeholder="missing"
              value={value === null ? '' : String(value)}
              options={choices.map((choice) => ({ value: String(choice), label: String(choice) }))}
              onChange={(text) => onChange(choices.find((choice) => String(choice) === text) ?? null)}
            />
          );
        }
        if (typeof feature.example === 'number' || feature.type === 'numeric') {
          const number = typeof value === 'number' ? value : null;
          return <NumberInput {...control} placeholder="missing" value={number} onChange={onChange} />;
        }
        if (feature.type === 'text') {
          return (
            <TextArea
              {...control}
              placeholder="missing"
              value={value === null ? '' : String(value)}
              onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
            />
          );
        }
        return (
          <TextInput
            {...control}
            placeholder="missing"
            value={value === null ? '' : String(value)}
            onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          />
        );
      }}
    </Field>
  );
}

function rangeOf({ minimum, maximum, reads }: ModelFeature): string {
  if (reads !== undefined) return `A text, read by ${formatCountOf(reads.words, 'word')} and its letter groups.`;
  if (typeof minimum !== 'number' || typeof maximum !== 'number') return '';
  return `${formatNumber(minimum)} to ${formatNumber(maximum)} in training`;
}
