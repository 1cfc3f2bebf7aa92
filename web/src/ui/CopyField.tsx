import { useState } from 'react';
import { Button } from './Button';
import styles from './CopyField.module.css';
import { Field } from './Field';
import { TextInput } from './TextInput';

/** A text to take away; where the browser does not copy, it is selected to be copied by hand. */
export function CopyField({ label, hint, text }: { label: string; hint?: string; text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = (input: HTMLInputElement | null) => {
    input?.select();
    // Browsers copy only on pages of this machine or behind TLS.
    if (!window.isSecureContext) return;
    void navigator.clipboard.writeText(text).then(() => setIsCopied(true));
  };
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className={styles.line}>
          <TextInput {...control} readOnly value={text} onFocus={(event) => event.target.select()} />
          <Button
            onClick={(event) => copy(event.currentTarget.parentElement?.querySelector('input') ?? null)}
            aria-live="polite"
          >
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
        </div>
      )}
    </Field>
  );
}
