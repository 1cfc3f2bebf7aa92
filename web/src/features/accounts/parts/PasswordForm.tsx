import { useState } from 'react';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { TextInput } from '../../../ui/TextInput';
import { useToast } from '../../../ui/toast';
import { useSetPassword } from '../queries';
import styles from '../AccountPage.module.css';

const NONE = { current_password: '', new_password: '' };

/** Sets another password; wherever else one is signed in, that ends. */
export function PasswordForm() {
  const [entries, setEntries] = useState(NONE);
  const tell = useToast();
  const change = useSetPassword();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(entries, {
          onSuccess: () => {
            setEntries(NONE);
            tell({ tone: 'good', text: 'Your password is set; you are signed out everywhere else.' });
          },
        });
      }}
    >
      {change.error !== null && <Notice tone="bad">{change.error.message}</Notice>}
      <Field label="Present password">
        {(control) => (
          <TextInput
            {...control}
            type="password"
            required
            autoComplete="current-password"
            value={entries.current_password}
            onChange={(event) => setEntries({ ...entries, current_password: event.target.value })}
          />
        )}
      </Field>
      <Field label="New password">
        {(control) => (
          <TextInput
            {...control}
            type="password"
            required
            autoComplete="new-password"
            value={entries.new_password}
            onChange={(event) => setEntries({ ...entries, new_password: event.target.value })}
          />
        )}
      </Field>
      <Button type="submit" isBusy={change.isPending}>
        Set password
      </Button>
    </form>
  );
}
