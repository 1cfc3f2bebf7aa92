import { useState, type InputHTMLAttributes } from 'react';
import { TextInput } from './TextInput';

interface NumberInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> {
  value: number | null;
  /** Null while the text is no number: the field is shown as wrong, nothing typed is lost. */
  onChange: (value: number | null) => void;
}

/** A number that may be typed freely: "1e-4" or a half-written "-" do not jump while typing. */
export function NumberInput({ value, onChange, ...rest }: NumberInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      {...rest}
      value={draft === null || isOvertaken(draft, value) ? writtenAs(value) : draft}
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(numberIn(event.target.value));
      }}
      onBlur={() => setDraft(null)}
    />
  );
}

/** Whether somebody else has put another number there since it was typed. */
function isOvertaken(draft: string, value: number | null): boolean {
  const typed = numberIn(draft);
  return typed !== null && value !== null && typed !== value;
}

function numberIn(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}

function writtenAs(value: number | null): string {
  return value === null ? '' : String(value);
}
