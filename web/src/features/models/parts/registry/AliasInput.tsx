import { useState } from 'react';
import type { RegisteredAs } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { TextInput } from '../../../../ui/TextInput';
import { useAlias } from '../../registry-queries';
import styles from './Registry.module.css';

/** The aliases of a version: one that another version has moves here. */
export function AliasInput({ id, registered }: { id: string; registered: RegisteredAs }) {
  const [typed, setTyped] = useState('');
  const alias = useAlias(registered.name);
  const word = typed.trim().replace(/^@/, '');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        alias.mutate({ alias: word, modelId: id }, { onSuccess: () => setTyped('') });
      }}
    >
      <div className={styles.beside}>
        <Field label="Alias" hint={`Programs ask ${registered.name}@${word === '' ? 'champion' : word}.`}>
          {(control) => (
            <TextInput {...control} maxLength={51} value={typed} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
        <Button type="submit" disabled={word === ''} isBusy={alias.isPending}>
          Set
        </Button>
      </div>
      {registered.aliases.length > 0 && (
        <div className={styles.line}>
          {registered.aliases.map((one) => (
            <Button key={one} look="quiet" onClick={() => alias.mutate({ alias: one, modelId: null })}>
              {`Remove @${one}`}
            </Button>
          ))}
        </div>
      )}
      {alias.error !== null && <Notice tone="bad">{alias.error.message}</Notice>}
    </form>
  );
}
