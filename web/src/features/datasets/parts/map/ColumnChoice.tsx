import { useState } from 'react';
import type { Column, ColumnType } from '../../../../api/types';
import { formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { SearchInput } from '../../../../ui/SearchInput';
import { TypeBadge } from '../../../../ui/TypeBadge';
import styles from './map.module.css';

interface ColumnChoiceProps {
  schema: readonly Column[];
  /** Null while it is left to the server: every column that suits. */
  chosen: string[] | null;
  onChange: (chosen: string[] | null) => void;
}

const UNSUITED = new Set<ColumnType>(['text', 'identifier', 'high_cardinality_categorical', 'unknown']);
const SHOWN = 100;

/** The columns by which rows are compared. */
export function ColumnChoice({ schema, chosen, onChange }: ColumnChoiceProps) {
  const [search, setSearch] = useState('');
  const suited = schema.filter((column) => !UNSUITED.has(column.type)).map((column) => column.name);
  const now = new Set(chosen ?? suited);
  const matching = schema.filter((column) => column.name.toLowerCase().includes(search.toLowerCase()));
  const toggle = (name: string) =>
    onChange(schema.map((column) => column.name).filter((one) => (one === name ? !now.has(one) : now.has(one))));
  return (
    <details className={styles.columns}>
      <summary>
        {chosen === null
          ? `Compared by ${formatCountOf(suited.length, 'column')} that suit`
          : `Compared by ${formatCountOf(now.size, 'chosen column')}`}
      </summary>
      <div className={styles.chooser}>
        <SearchInput label="Search columns" value={search} onChange={setSearch} />
        <ul aria-label="Columns to compare by" className={styles.list}>
          {matching.slice(0, SHOWN).map((column) => (
            <li key={column.name}>
              <label className={styles.check}>
                <input type="checkbox" checked={now.has(column.name)} onChange={() => toggle(column.name)} />
                <span>{column.name}</span>
                <TypeBadge type={column.type} />
              </label>
            </li>
          ))}
        </ul>
        {matching.length > SHOWN && <p>{`${matching.length - SHOWN} more; search to see them.`}</p>}
        {chosen !== null && (
          <Button look="quiet" onClick={() => onChange(null)}>
            All that suit
          </Button>
        )}
      </div>
    </details>
  );
}
