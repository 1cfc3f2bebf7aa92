import { assertNever } from '../../lib/assert-never';
import { isNumberList, isStringList } from '../../lib/guards';
import { isFieldRecord, type Field, type FieldRecord, type FieldValue } from '../../lib/schema/fields';
import type { ControlProps } from '../Field';
import { TextInput } from '../TextInput';
import { Toggle } from '../Toggle';
import { ChoiceControl } from './ChoiceControl';
import { ColumnControl } from './ColumnControl';
import { DatasetControl } from './DatasetControl';
import { ExpressionControl } from './ExpressionControl';
import { NumberControl } from './NumberControl';
import { NumbersControl } from './NumbersControl';
import { RecordsControl } from './RecordsControl';
import { TextsControl } from './TextsControl';
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
    case 'expression':
      return <ExpressionControl {...{ control, onChange }} name={field.name} value={typeof value === 'string' ? value : ''} />;
    case 'dataset':
      return <DatasetControl {...{ control, onChange }} value={typeof value === 'string' ? value : ''} />;
    case 'column':
      return <ColumnControl {...{ control, onChange }} holds={shape.holds} value={typeof value === 'string' ? value : ''} />;
    case 'texts':
      return <TextsControl {...{ control, onChange }} holds={shape.holds} title={field.title} value={isStringList(value) ? value : []} />;
    case 'records':
      return (
        <RecordsControl
          {...{ control, onChange }}
          shape={shape}
          title={field.title}
          value={isRecordList(value) ? value : []}
          draw={(inner) => <ValueControl {...inner} />}
        />
      );
    default:
      return assertNever(shape);
  }
}

function isRecordList(value: FieldValue): value is readonly FieldRecord[] {
  return Array.isArray(value) && value.every(isFieldRecord);
}
