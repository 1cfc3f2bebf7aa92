import type { ReactNode } from 'react';
import { checkField } from '../../lib/schema/check';
import { fieldsFor, type Field, type FieldValue, type FieldValues } from '../../lib/schema/fields';
import { SchemaField } from './SchemaField';
import styles from './SchemaForm.module.css';

interface SchemaFormProps {
  fields: readonly Field[];
  values: FieldValues;
  /** What the server refused, by field. */
  problems: Readonly<Record<string, string>>;
  onChange: (name: string, value: FieldValue) => void;
  onReset: (name: string) => void;
  /** Drawn beside the name of a field: what else can be asked about it. */
  drawBeside?: (field: Field) => ReactNode;
}

/** A form drawn from a JSON Schema: the fields most people set, the others behind a fold. */
export function SchemaForm({ fields, ...rest }: SchemaFormProps) {
  const shown = fieldsFor(fields, rest.values);
  const advanced = shown.filter((field) => field.advanced);
  const plain = shown.filter((field) => !field.advanced);
  const isTouched = advanced.some((field) => !isSame(rest.values[field.name], field.initial));
  return (
    <div className={styles.form}>
      <FieldGrid fields={plain} {...rest} />
      {advanced.length > 0 && (
        <details className={styles.fold} open={isTouched || undefined}>
          <summary>{`Advanced (${advanced.length})`}</summary>
          <FieldGrid fields={advanced} {...rest} />
        </details>
      )}
    </div>
  );
}

function FieldGrid({ fields, values, problems, onChange, onReset, drawBeside }: SchemaFormProps) {
  return (
    <div className={styles.grid}>
      {fields.map((field) => {
        const value = values[field.name] ?? null;
        return (
          <SchemaField
            key={field.name}
            field={field}
            value={value}
            problem={checkField(field, value) ?? problems[field.name] ?? null}
            isChanged={!isSame(value, field.initial)}
            onChange={(next) => onChange(field.name, next)}
            onReset={() => onReset(field.name)}
            beside={drawBeside?.(field)}
          />
        );
      })}
    </div>
  );
}

function isSame(one: FieldValue | undefined, other: FieldValue): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other);
}
