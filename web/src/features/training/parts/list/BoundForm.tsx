import { useState } from 'react';
import type { RunChoices } from '../../../../api/run-answers';
import { Button } from '../../../../ui/Button';
import { Select, type Option } from '../../../../ui/Select';
import { TextInput } from '../../../../ui/TextInput';
import styles from './RunFilters.module.css';

const SIGNS = ['>=', '<=', '>', '<', '=', '!='].map((value) => ({ value, label: value }));

/** A bound on a metric, a parameter or a result. */
export function BoundForm({ choices, onAdd }: { choices: RunChoices; onAdd: (bound: string) => void }) {
  const names: Option[] = [
    ...choices.metrics.map((name) => ({ value: `metric:${name}`, label: name })),
    ...choices.parameters.map((name) => ({ value: `parameter:${name}`, label: `${name} (parameter)` })),
    ...choices.results.map((name) => ({ value: `result:${name}`, label: `${name} (result)` })),
  ];
  const [name, setName] = useState('');
  const [sign, setSign] = useState('>=');
  const [value, setValue] = useState('');
  const isText = name.startsWith('parameter:') && (sign === '=' || sign === '!=');
  const isReady = name !== '' && value.trim() !== '' && (isText || Number.isFinite(Number(value)));
  if (names.length === 0) return null;
  return (
    <form
      className={styles.bound}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        onAdd(`${name}${sign}${value.trim()}`);
        setValue('');
      }}
    >
      <Select aria-label="Metric, parameter or result" placeholder="A number…" value={name} options={names} onChange={setName} />
      <Select aria-label="How it compares" value={sign} options={SIGNS} onChange={setSign} />
      <TextInput aria-label="Value" placeholder="0.9" value={value} onChange={(event) => setValue(event.target.value)} />
      <Button type="submit" disabled={!isReady}>
        Add
      </Button>
    </form>
  );
}
