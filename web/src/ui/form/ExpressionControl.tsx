import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { classNames } from '../../lib/class-names';
import { completed, suggestionsAt, type Suggestion } from '../../lib/expression';
import type { FieldValue } from '../../lib/schema/fields';
import controls from '../controls.module.css';
import type { ControlProps } from '../Field';
import styles from './ExpressionControl.module.css';
import { useFormChoices } from './form-choices';

interface ExpressionControlProps {
  name: string;
  value: string;
  control: ControlProps;
  onChange: (value: FieldValue) => void;
}

/** An expression being written: columns and functions are offered, the wrong part is underlined. */
export function ExpressionControl({ name, value, control, onChange }: ExpressionControlProps) {
  const { columns, functions, wrongParts } = useFormChoices();
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const offered = caret === null ? [] : suggestionsAt(value, caret, columns.map((column) => column.name), functions);
  const current = offered[Math.min(chosen, offered.length - 1)];
  const take = (suggestion: Suggestion) => {
    const next = completed(value, suggestion);
    onChange(next.text);
    setCaret(null);
    // The caret can be put behind the word only once the box holds the new text.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const press = (event: KeyboardEvent) => {
    if (current === undefined) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((chosen + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(current);
    else if (event.key === 'Escape') setCaret(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.editor}>
      <div className={styles.paper}>
        <pre aria-hidden="true" className={styles.mirror}>
          <Marked text={value} wrong={wrongParts[name]} />
        </pre>
        <textarea
          {...control}
          ref={box}
          rows={Math.min(8, Math.max(2, value.split('\n').length))}
          className={classNames(controls.control, styles.text)}
          value={value}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : `${listId}-${current.word}`}
          placeholder="[price] / [area]"
          onChange={(event) => {
            onChange(event.target.value);
            setCaret(event.target.selectionStart);
            setChosen(0);
          }}
          onKeyDown={press}
          onBlur={() => setCaret(null)}
        />
      </div>
      <ul id={listId} role="listbox" aria-label="Columns and functions" className={styles.offers} hidden={offered.length === 0}>
        {offered.map((one) => (
          <li
            key={one.word}
            id={`${listId}-${one.word}`}
            role="option"
            aria-selected={one === current}
            className={classNames(styles.offer, one === current && styles.chosen)}
            // A click would take the focus away before it is a choice.
            onPointerDown={(event) => {
              event.preventDefault();
              take(one);
            }}
          >
            <code>{one.label}</code>
            <span>{one.description}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Marked({ text, wrong }: { text: string; wrong: { start: number; end: number } | undefined }) {
  if (wrong === undefined) return `${text} `;
  // What is missing at the end is marked behind it.
  const part = text.slice(wrong.start, wrong.end);
  return (
    <>
      {text.slice(0, wrong.start)}
      <mark className={styles.wrong}>{part === '' ? ' ' : part}</mark>
      {`${text.slice(wrong.end)} `}
    </>
  );
}
