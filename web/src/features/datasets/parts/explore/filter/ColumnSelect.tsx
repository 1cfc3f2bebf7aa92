import { useId, useState } from 'react';
import type { Column } from '../../../../../api/types';
import { Select } from '../../../../../ui/Select';
import { TextInput } from '../../../../../ui/TextInput';

interface ColumnSelectProps {
  label: string;
  schema: readonly Column[];
  value: string;
  onChange: (column: Column) => void;
}

const MOST_IN_A_LIST = 300;
const OFFERED = 40;

/** Chooses a column: from a list, or of thousands by typing a part of its name. */
export function ColumnSelect({ label, schema, value, onChange }: ColumnSelectProps) {
  const choose = (name: string) => {
    const found = schema.find((column) => column.name === name);
    if (found !== undefined) onChange(found);
  };
  if (schema.length > MOST_IN_A_LIST) return <TypedColumn key={value} label={label} schema={schema} value={value} onChoose={choose} />;
  const options = schema.map(({ name }) => ({ value: name, label: name }));
  const isKnown = schema.some(({ name }) => name === value);
  return (
    <Select
      aria-label={label}
      options={isKnown ? options : [{ value, label: value }, ...options]}
      value={value}
      onChange={choose}
    />
  );
}

interface TypedColumnProps {
  label: string;
  schema: readonly Column[];
  value: string;
  onChoose: (name: string) => void;
}

function TypedColumn({ label, schema, value, onChoose }: TypedColumnProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const wanted = text.toLowerCase();
  const offered = schema.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, OFFERED);
  return (
    <>
      <TextInput
        aria-label={label}
        list={id}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChoose(event.target.value);
        }}
        onBlur={() => setText(value)}
      />
      <datalist id={id}>
        {offered.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
