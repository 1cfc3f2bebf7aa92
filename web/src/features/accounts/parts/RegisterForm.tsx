import { useState, type HTMLInputTypeAttribute } from 'react';
import { ApiError } from '../../../api/errors';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { TextInput } from '../../../ui/TextInput';
import { useRegister, type Registration } from '../queries';
import styles from '../SignInPage.module.css';

interface Entry {
  name: keyof Registration;
  label: string;
  type: HTMLInputTypeAttribute;
  fill: string;
  hint?: string;
}

const ENTRIES: readonly Entry[] = [
  { name: 'name', label: 'Name', type: 'text', fill: 'name', hint: 'As others in the workspace will see it.' },
  { name: 'email', label: 'Email', type: 'email', fill: 'username' },
  { name: 'password', label: 'Password', type: 'password', fill: 'new-password' },
];

export function RegisterForm({ onDone }: { onDone: () => void }) {
  const [person, setPerson] = useState<Registration>({ name: '', email: '', password: '' });
  const register = useRegister();
  const problems = register.error instanceof ApiError ? register.error.problems : [];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate(person, { onSuccess: onDone });
      }}
    >
      {register.error !== null && problems.length === 0 && <Notice tone="bad">{register.error.message}</Notice>}
      {ENTRIES.map(({ name, label, type, fill, hint }) => (
        <Field
          key={name}
          label={label}
          hint={hint}
          problem={problems.find((problem) => problem.field === name)?.message ?? null}
        >
          {(control) => (
            <TextInput
              {...control}
              type={type}
              required
              autoComplete={fill}
              value={person[name]}
              onChange={(event) => setPerson({ ...person, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button type="submit" look="primary" isLarge isBusy={register.isPending}>
        Create account
      </Button>
    </form>
  );
}
