import { useState } from 'react';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { Select } from '../../../ui/Select';
import { TextInput } from '../../../ui/TextInput';
import { useMakeKey, type Scope } from '../queries';
import styles from '../AccountPage.module.css';

const SCOPES: readonly { value: Scope; label: string }[] = [
  { value: 'read', label: 'Read: look and predict' },
  { value: 'write', label: 'Write: also upload, train, stop' },
  { value: 'admin', label: 'Admin: all that you may' },
];

const LIVES = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];

interface NewKeyFormProps {
  onDone: (secret: string) => void;
  onCancel: () => void;
}

export function NewKeyForm({ onDone, onCancel }: NewKeyFormProps) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('write');
  const [days, setDays] = useState('90');
  const make = useMakeKey();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const life = days === '' ? null : Number(days);
        make.mutate({ name, scope, expires_in_days: life }, { onSuccess: ({ secret }) => onDone(secret) });
      }}
    >
      {make.error !== null && <Notice tone="bad">{make.error.message}</Notice>}
      <Field label="Name" hint="Where it is used, so that you know it again.">
        {(control) => (
          <TextInput {...control} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="May">
        {(control) => (
          <Select
            {...control}
            value={scope}
            options={SCOPES}
            onChange={(value) => setScope(SCOPES.find((one) => one.value === value)?.value ?? 'read')}
          />
        )}
      </Field>
      <Field label="Runs out">
        {(control) => <Select {...control} value={days} options={LIVES} onChange={setDays} />}
      </Field>
      <div className={styles.acts}>
        <Button type="submit" look="primary" isBusy={make.isPending}>
          Make key
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
