import { assertNever } from '../../lib/assert-never';
import { isNumberList } from '../../lib/guards';
import type { Field, FieldValue } from '../../lib/schema/fields';
import type { ControlProps } from '../Field';
import { TextInput } from '../TextInput';
import { Toggle } from '../Toggle';
import { ChoiceControl } from './ChoiceControl';
import { NumberControl } from './NumberControl';
import { NumbersControl } from './NumbersControl';
import styles from './SchemaForm.module.css';

interface ValueControlProps {
  field: Field;
  value: FieldValue;
  control: ControlProps;
  onChange: (value: FieldValue) => void;
}

/** The control that fits the kind of a parameter. */
export function ValueControl({ field, value, control, onChange }: ValueControlProps) {
  const { shape } = field;
  switch (shape.kind) {
    case 'number':
      return (
        <NumberControl
          {...{ control, shape }}
          title={field.title}
          value={typeof value === 'number' ? value : null}
          // An empty box on the way to another number is not the choice to have none.
          onChange={(next) => (next === null && field.nullable ? undefined : onChange(next))}
        />
      );
    case 'choice':
      return <ChoiceControl {...{ control, onChange }} title={field.title} options={shape.options} value={value} />;
    case 'toggle':
      return (
        <div className={styles.row}>
          <Toggle {...control} isOn={value === true} onChange={onChange} />
          <span className={styles.word}>{value === true ? 'on' : 'off'}</span>
        </div>
      );
    case 'numbers':
      return <NumbersControl {...{ control, shape, onChange }} title={field.title} value={isNumberList(value) ? value : []} />;
    case 'text':
      return (
        <TextInput
          {...control}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default:
      return assertNever(shape);
  }
}
