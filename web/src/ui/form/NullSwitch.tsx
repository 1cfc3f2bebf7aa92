import type { Field, FieldValue } from '../../lib/schema/fields';
import { Toggle } from '../Toggle';
import styles from './SchemaForm.module.css';

interface NullSwitchProps {
  field: Field;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
}

/** Turns a parameter that may stay empty on and off; says what empty means. */
export function NullSwitch({ field, value, onChange }: NullSwitchProps) {
  return (
    <label className={styles.nullable}>
      <Toggle
        isOn={value === null}
        aria-label={`${field.title}: ${field.nullMeans}`}
        onChange={(isNull) => onChange(isNull ? null : (field.initial ?? firstValue(field)))}
      />
      {field.nullMeans}
    </label>
  );
}

/** A sensible start for a parameter whose default is to have none. */
function firstValue({ shape }: Field): FieldValue {
  switch (shape.kind) {
    case 'number': {
      const low = shape.range.minimum ?? shape.range.exclusiveMinimum ?? 0;
      return shape.integer ? Math.max(Math.ceil(low), 10) : Math.max(low, 0.1);
    }
    case 'choice':
      return shape.options[0] ?? '';
    case 'toggle':
      return false;
    case 'numbers':
      return [shape.range.minimum ?? 1];
    case 'text':
    case 'expression':
    case 'dataset':
    case 'column':
      return '';
    case 'texts':
    case 'records':
      return [];
  }
}
