import { useState } from 'react';
import type { Scalar, TopValue } from '../../../../../api/table';
import { formatCount } from '../../../../../lib/format';
import { Button } from '../../../../../ui/Button';
import { TextInput } from '../../../../../ui/TextInput';
import { typedValue } from '../look/filter-tree';
import styles from './Filter.module.css';

interface SeveralValuesProps {
  column: string;
  dtype: string;
  values: readonly Scalar[];
  /** What the column holds most often. */
  top: readonly TopValue[];
  isLoading: boolean;
  onChange: (values: Scalar[]) => void;
}

/** Any number of values: ticked among the frequent ones, or typed, several at once divided by commas. */
export function SeveralValues({ column, dtype, values, top, isLoading, onChange }: SeveralValuesProps) {
  const [text, setText] = useState('');
  const counts = new Map(top.flatMap(({ value, count }) => (value === null || value === '' ? [] : [[value, count]])));
  const offered = [...new Set<Scalar>([...values, ...counts.keys()])];
  const isChosen = new Set<Scalar>(values);
  const add = () => {
    const typed = text.split(',').map((one) => one.trim()).filter((one) => one !== '');
    onChange([...new Set([...values, ...typed.map((one) => typedValue(one, dtype))])]);
    setText('');
  };
  const toggle = (value: Scalar) =>
    onChange(isChosen.has(value) ? values.filter((one) => one !== value) : [...values, value]);
  return (
    <div className={styles.several}>
      <div className={styles.addLine}>
        <TextInput
          aria-label={`Another value for ${column}`}
          placeholder="Values, divided by commas"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || text.trim() === '') return;
            event.preventDefault();
            add();
          }}
        />
        <Button onClick={add} disabled={text.trim() === ''}>
          Add
        </Button>
      </div>
      {isLoading && <p className={styles.hint}>Looking what the column holds …</p>}
      <ul className={styles.ticks} aria-label={`Values of ${column}`}>
        {offered.map((value) => (
          <li key={String(value)}>
            <label>
              <input type="checkbox" checked={isChosen.has(value)} onChange={() => toggle(value)} />
              <span title={String(value)}>{String(value)}</span>
              {counts.has(value) && <small>{formatCount(Number(counts.get(value)))}</small>}
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
