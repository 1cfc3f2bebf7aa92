import { useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Model } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { TextInput } from '../../../../ui/TextInput';
import { namesQuery, useRegistry } from '../../registry-queries';
import styles from './Registry.module.css';

/** A name for a model: a new one, or that of which it is the next version. */
export function RegisterForm({ model }: { model: Model }) {
  const names = useQuery(namesQuery()).data?.items ?? [];
  const [name, setName] = useState('');
  const list = useId();
  const { register } = useRegistry(model.id);
  const known = names.find((one) => one.name === name.trim());
  const hint = known === undefined ? 'Models of one name follow each other as versions.' : `Becomes version ${known.last_number + 1}.`;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate(name.trim());
      }}
    >
      <div className={styles.beside}>
        <Field label="Name" hint={hint}>
          {(control) => (
            <TextInput {...control} list={list} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Button type="submit" disabled={name.trim() === ''} isBusy={register.isPending}>
          Register
        </Button>
      </div>
      <datalist id={list}>
        {names.map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
      {register.error !== null && <Notice tone="bad">{register.error.message}</Notice>}
    </form>
  );
}
