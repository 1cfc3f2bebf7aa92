import { useId, useState } from 'react';
import { TextInput } from '../../../../ui/TextInput';
import styles from './RunFilters.module.css';

interface CheckListProps {
  title: string;
  values: readonly string[];
  chosen: readonly string[];
  word: (value: string) => string;
  onToggle: (value: string) => void;
}

const SEARCHED_FROM = 12;
const SHOWN = 200;

/** Values to choose any number of; a long list can be searched. */
export function CheckList({ title, values, chosen, word, onToggle }: CheckListProps) {
  const [search, setSearch] = useState('');
  const id = useId();
  if (values.length === 0) return null;
  const needle = search.trim().toLowerCase();
  const found = values.filter((value) => word(value).toLowerCase().includes(needle));
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      {values.length >= SEARCHED_FROM && (
        <TextInput id={id} aria-label={`Search ${title}`} placeholder="Search" value={search} onChange={(event) => setSearch(event.target.value)} />
      )}
      <div className={styles.values}>
        {found.slice(0, SHOWN).map((value) => (
          <label key={value} className={styles.value}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
            {word(value)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
