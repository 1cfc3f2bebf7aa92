import { useId, useState } from 'react';
import { Field } from './Field';
import styles from './TagInput.module.css';
import { TextInput } from './TextInput';

interface TagInputProps {
  tags: readonly string[];
  /** Tags to offer while somebody types. */
  known?: readonly string[];
  onChange: (tags: string[]) => void;
}

/** Tags: Enter or a comma adds one, a click takes one away. */
export function TagInput({ tags, known = [], onChange }: TagInputProps) {
  const [typed, setTyped] = useState('');
  const list = useId();
  const add = () => {
    const word = typed.trim();
    setTyped('');
    if (word !== '' && !tags.includes(word)) onChange([...tags, word]);
  };
  return (
    <div>
      <Field label="Tags" hint="Enter adds one.">
        {(control) => (
          <TextInput
            {...control}
            list={list}
            maxLength={50}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ',') return;
              event.preventDefault();
              add();
            }}
          />
        )}
      </Field>
      <datalist id={list}>
        {known.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      <div className={styles.tags}>
        {tags.map((tag) => (
          <button
            key={tag}
            type="button"
            className={styles.tag}
            title={`Take the tag ${tag} away`}
            onClick={() => onChange(tags.filter((one) => one !== tag))}
          >
            {tag} <span aria-hidden="true">×</span>
          </button>
        ))}
      </div>
    </div>
  );
}
