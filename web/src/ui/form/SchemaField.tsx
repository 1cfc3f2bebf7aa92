import type { ReactNode } from 'react';
import type { Field as SchemaFieldSpec, FieldValue } from '../../lib/schema/fields';
import { Badge } from '../Badge';
import { Field } from '../Field';
import { IconButton } from '../IconButton';
import { icons } from '../icons';
import { NullSwitch } from './NullSwitch';
import styles from './SchemaForm.module.css';
import { ValueControl } from './ValueControl';

interface SchemaFieldProps {
  field: SchemaFieldSpec;
  value: FieldValue;
  problem: string | null;
  isChanged: boolean;
  onChange: (value: FieldValue) => void;
  onReset: () => void;
  beside?: ReactNode;
}

/** One parameter: its name, what turning it does, and the control that fits its kind. */
export function SchemaField({ field, value, problem, isChanged, onChange, onReset, beside: more }: SchemaFieldProps) {
  const beside = (
    <>
      {field.unit !== null && !says(field.title, field.unit) && <span className={styles.unit}>{field.unit}</span>}
      {isChanged && (
        <>
          <Badge tone="accent">changed</Badge>
          <IconButton
            className={styles.reset}
            label={`Reset ${field.title} to its default`}
            icon={icons.reset}
            onClick={onReset}
          />
        </>
      )}
      {more}
    </>
  );
  return (
    <Field label={field.title} hint={field.description} problem={problem} beside={beside}>
      {(control) => (
        <>
          {field.nullable && <NullSwitch field={field} value={value} onChange={onChange} />}
          {!(field.nullable && value === null) && (
            <ValueControl field={field} value={value} control={control} onChange={onChange} />
          )}
        </>
      )}
    </Field>
  );
}

/** Whether a title names its unit already: "Trees" need not be counted in trees. */
function says(title: string, unit: string): boolean {
  return title.toLowerCase() === unit.toLowerCase();
}
