import { useState } from 'react';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { TextInput } from '../../../ui/TextInput';
import { useKeySignIn } from '../queries';
import styles from '../SignInPage.module.css';

/** For servers that let people in by a shared key. */
export function KeyForm({ onDone }: { onDone: () => void }) {
  const [key, setKey] = useState('');
  const signIn = useKeySignIn();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate(key, { onSuccess: onDone });
      }}
    >
      {signIn.error !== null && <Notice tone="bad">{signIn.error.message}</Notice>}
      <Field label="API key" hint="Whoever runs this server can give you one.">
        {(control) => (
          <TextInput
            {...control}
            type="password"
            required
            autoComplete="off"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" isLarge isBusy={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
