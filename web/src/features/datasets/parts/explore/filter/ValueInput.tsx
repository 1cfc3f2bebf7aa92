import { useId, useState } from 'react';
import type { Scalar } from '../../../../../api/table';
import { Select } from '../../../../../ui/Select';
import { TextInput } from '../../../../../ui/TextInput';
import { typedValue } from '../look/filter-tree';
import { familyOf } from '../look/operators';

interface ValueInputProps {
  column: string;
  dtype: string;
  name?: string;
  value: Scalar;
  suggestions?: readonly string[];
  isPattern?: boolean;
  onChange: (value: Scalar) => void;
}

const TRUTHS = [
  { value: 'true', label: 'true' },
  { value: 'false', label: 'false' },
];

/** One value of a column's kind: a number, a date, a truth, or text with what the column often holds. */
export function ValueInput({ column, dtype, name = 'Value', value, suggestions = [], isPattern = false, onChange }: ValueInputProps) {
  const id = useId();
  // What is typed may be on its way to a number ("1.", "-"): it stays as it was typed.
  const [text, setText] = useState(String(value));
  if (typedValue(text, dtype) !== value) setText(String(value));
  const family = familyOf(dtype);
  const label = `${name} for ${column}`;
  const set = (next: string) => {
    setText(next);
    onChange(typedValue(next, dtype));
  };
  if (family === 'truth') {
    return <Select aria-label={label} placeholder="Choose" options={TRUTHS} value={String(value)} onChange={set} />;
  }
  if (family === 'date' || family === 'moment') {
    const type = family === 'date' ? 'date' : 'datetime-local';
    return <TextInput type={type} step={1} aria-label={label} value={String(value)} onChange={(event) => set(event.target.value)} />;
  }
  return (
    <>
      <TextInput
        aria-label={label}
        inputMode={family === 'number' ? 'decimal' : undefined}
        placeholder={isPattern ? 'A pattern, as ^A.*z$' : family === 'number' ? 'A number' : 'A text'}
        list={suggestions.length > 0 ? id : undefined}
        value={text}
        onChange={(event) => set(event.target.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={id}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}
