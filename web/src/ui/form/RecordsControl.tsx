import type { ReactNode } from 'react';
import { isBoolean, isNumber, isString } from '../../lib/guards';
import type { Field, FieldKind, FieldRecord, FieldValue } from '../../lib/schema/fields';
import { Button } from '../Button';
import type { ControlProps } from '../Field';
import { Field as LabelledField } from '../Field';
import { IconButton } from '../IconButton';
import { icons } from '../icons';
import styles from './RecordsControl.module.css';

interface RecordsControlProps {
  shape: Extract<FieldKind, { kind: 'records' }>;
  title: string;
  value: readonly FieldRecord[];
  control: ControlProps;
  onChange: (value: FieldValue) => void;
  draw: (inner: { field: Field; value: FieldValue; control: ControlProps; onChange: (value: FieldValue) => void }) => ReactNode;
}

/** A list of small records, each with the same few fields side by side. */
export function RecordsControl({ shape, title, value, control, onChange, draw }: RecordsControlProps) {
  const change = (place: number, name: string, next: FieldValue) =>
    onChange(value.map((record, at) => (at === place ? { ...record, [name]: plain(next) } : record)));
  return (
    <div className={styles.list} role="group" aria-label={title} id={control.id} aria-describedby={control['aria-describedby']}>
      {value.map((record, place) => (
        <div key={place} className={styles.record}>
          {shape.fields.map((field) => (
            <LabelledField key={field.name} label={field.title}>
              {(inner) =>
                draw({
                  field,
                  value: record[field.name] ?? (field.nullable ? '' : null),
                  control: inner,
                  // An empty text is what a record has where it has none.
                  onChange: (next) => change(place, field.name, field.nullable && next === '' ? null : next),
                })
              }
            </LabelledField>
          ))}
          <IconButton
            label={`Remove entry ${place + 1} of ${title}`}
            icon={icons.close}
            onClick={() => onChange(value.filter((_, at) => at !== place))}
          />
        </div>
      ))}
      <Button
        look="quiet"
        icon={icons.plus}
        disabled={value.length >= shape.maxItems}
        onClick={() => onChange([...value, emptyRecord(shape.fields)])}
      >
        Add
      </Button>
    </div>
  );
}

function emptyRecord(fields: readonly Field[]): FieldRecord {
  return Object.fromEntries(fields.map((field) => [field.name, field.nullable ? null : plain(field.initial ?? '')]));
}

function plain(value: FieldValue): null | boolean | number | string {
  return value === null || isBoolean(value) || isNumber(value) || isString(value) ? value : null;
}
