import type { AlgorithmSpace } from '../../../api/search-answers';
import { isFieldValue, type Field } from '../../../lib/schema/fields';
import { SchemaField } from '../../../ui/form/SchemaField';
import { Select } from '../../../ui/Select';
import type { Wish } from '../plan';
import styles from '../SearchPage.module.css';

interface FixedRowsProps {
  space: AlgorithmSpace;
  fields: readonly Field[];
  wishes: Readonly<Record<string, Wish>>;
  /** Null takes back what was wished. */
  onWish: (name: string, wish: Wish | null) => void;
}

/** What has the same value in every trial because somebody wants it so, and a way to fix more. */
export function FixedRows({ space, fields, wishes, onWish }: FixedRowsProps) {
  const fixed = fields.filter(({ name }) => wishes[name] !== undefined && 'fixed' in wishes[name]);
  const free = fields.filter(({ name }) => name in space.fixed && !fixed.some((one) => one.name === name));
  return (
    <>
      {fixed.map((field) => {
        const value = wishes[field.name]?.fixed;
        return (
          <div key={field.name} className={styles.fixed} role="group" aria-label={`${field.name}, fixed`}>
            <SchemaField
              field={field}
              value={isFieldValue(value) ? value : field.initial}
              problem={null}
              isChanged
              onChange={(next) => onWish(field.name, { fixed: next })}
              onReset={() => onWish(field.name, null)}
            />
          </div>
        );
      })}
      {free.length > 0 && (
        <div className={styles.fixed}>
          <Select
            aria-label={`Fix another parameter of ${space.algorithm_id}`}
            placeholder="Fix another parameter…"
            value=""
            options={free.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={(name) => name !== '' && onWish(name, { fixed: space.fixed[name] })}
          />
        </div>
      )}
    </>
  );
}
