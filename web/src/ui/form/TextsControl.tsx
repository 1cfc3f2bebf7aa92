import { useId, useState } from 'react';
import { classNames } from '../../lib/class-names';
import type { FieldValue } from '../../lib/schema/fields';
import type { ControlProps } from '../Field';
import { IconButton } from '../IconButton';
import { icons } from '../icons';
import { TextInput } from '../TextInput';
import { fittingColumns, useFormChoices } from './form-choices';
import styles from './TextsControl.module.css';

interface TextsControlProps {
  title: string;
  /** What the columns must hold; null where any text will do. */
  holds: readonly string[] | null;
  value: readonly string[];
  control: ControlProps;
  onChange: (value: FieldValue) => void;
}

/** A list of names as tags: written or chosen, taken away one by one, kept in order. */
export function TextsControl({ title, holds, value, control, onChange }: TextsControlProps) {
  const id = useId();
  const [text, setText] = useState('');
  const { columns } = useFormChoices();
  const names = holds === null ? [] : fittingColumns(columns, holds).map((column) => column.name);
  const left = names.filter((name) => !value.includes(name));
  const add = (entry: string) => {
    if (entry.trim() !== '' && !value.includes(entry)) onChange([...value, entry]);
    setText('');
  };
  return (
    <div className={styles.list} role="group" aria-label={title}>
      {value.map((entry) => (
        <span key={entry} className={classNames(styles.tag, holds !== null && !names.includes(entry) && styles.unknown)}>
          <span className={styles.word} title={entry}>
            {entry}
          </span>
          <IconButton
            className={styles.remove}
            label={`Remove ${entry}`}
            icon={icons.close}
            onClick={() => onChange(value.filter((one) => one !== entry))}
          />
        </span>
      ))}
      <TextInput
        {...control}
        className={styles.input}
        list={left.length > 0 ? id : undefined}
        placeholder={holds === null ? 'Type and press Enter' : 'Add a column'}
        value={text}
        onChange={(event) => {
          // Choosing from the browser's own list brings the whole name at once.
          if (left.includes(event.target.value)) add(event.target.value);
          else setText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            add(matchOf(text, left) ?? text);
          }
          if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
        }}
        onBlur={() => (holds === null ? add(text) : undefined)}
      />
      {left.length > 0 && (
        <datalist id={id}>
          {left.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      {left.length > 1 && (
        <button type="button" className={styles.all} onClick={() => onChange([...value, ...left])}>
          {`Add all ${left.length}`}
        </button>
      )}
    </div>
  );
}

/** The one column that was meant, whatever the case of its letters. */
function matchOf(text: string, names: readonly string[]): string | undefined {
  const wanted = text.trim().toLowerCase();
  const beginning = names.filter((name) => name.toLowerCase().startsWith(wanted));
  return names.find((name) => name.toLowerCase() === wanted) ?? (beginning.length === 1 ? beginning[0] : undefined);
}
