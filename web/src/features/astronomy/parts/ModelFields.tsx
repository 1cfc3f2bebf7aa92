import type { ModelField } from '../../../api/astronomy-answers';
import { formatNumber } from '../../../lib/format';
import { isNumber, isNumberList, isString } from '../../../lib/guards';
import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import { TextInput } from '../../../ui/TextInput';
import styles from '../Playground.module.css';

interface ModelFieldsProps {
  fields: readonly ModelField[];
  /** Only what was touched; everything else is as the model has it. */
  values: Readonly<Record<string, string>>;
  onChange: (values: Readonly<Record<string, string>>) => void;
}

/** The parameters of a model type; the server takes them as text and says what it made of them. */
export function ModelFields({ fields, values, onChange }: ModelFieldsProps) {
  const set = (name: string, value: string) => {
    const others = Object.entries(values).filter(([other]) => other !== name);
    onChange(Object.fromEntries(value === '' ? others : [...others, [name, value]]));
  };
  return (
    <div className={styles.fields}>
      {fields.map((field) => (
        <Field key={field.name} label={field.title} hint={hintOf(field)}>
          {(control) =>
            field.choices == null ? (
              <TextInput
                {...control}
                autoComplete="off"
                inputMode={field.type === 'text' ? 'text' : 'decimal'}
                placeholder={writtenDefault(field)}
                value={values[field.name] ?? ''}
                onChange={(event) => set(field.name, event.target.value)}
              />
            ) : (
              <Select
                {...control}
                value={values[field.name] ?? String(field.default)}
                options={field.choices.map((one) => ({ value: one, label: one.replaceAll('_', ' ') }))}
                onChange={(value) => set(field.name, value)}
              />
            )
          }
        </Field>
      ))}
    </div>
  );
}

function writtenDefault({ default: value }: ModelField): string {
  if (isNumberList(value)) return value.join(', ');
  return isNumber(value) || isString(value) ? String(value) : 'automatic';
}

function hintOf({ description, minimum, maximum }: ModelField): string {
  if (!isNumber(minimum) || !isNumber(maximum)) return description;
  return `${description} From ${formatNumber(minimum)} to ${formatNumber(maximum)}.`;
}
