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
  const [isTyping, setIsTyping] = useState(false);
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      {...rest}
      value={draft === null || isOvertaken(draft, value, isTyping) ? writtenAs(value) : draft}
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(numberIn(event.target.value));
      }}
      onFocus={() => setIsTyping(true)}
      onBlur={() => {
        setIsTyping(false);
        // What is no number stays to be put right, where it left the field without a value.
        if (value !== null) setDraft(null);
      }}
    />
  );
}

/** Whether another number has been put there since, by somebody else or by a reset. */
function isOvertaken(draft: string, value: number | null, isTyping: boolean): boolean {
  const typed = numberIn(draft);
  if (typed === null) return value !== null && !isTyping;
  return value !== null && typed !== value;
}

function numberIn(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}

function writtenAs(value: number | null): string {
  return value === null ? '' : String(value);
}
