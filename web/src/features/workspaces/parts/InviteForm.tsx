import { useState } from 'react';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { Segmented } from '../../../ui/Segmented';
import { TextInput } from '../../../ui/TextInput';
import { useInvite } from '../queries';
import styles from '../WorkspacePage.module.css';

const ROLES = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'editor', label: 'Editor' },
];

interface InviteFormProps {
  workspaceId: string;
  onDone: (made: { email: string; url: string }) => void;
}

export function InviteForm({ workspaceId, onDone }: InviteFormProps) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<'viewer' | 'editor'>('viewer');
  const invite = useInvite(workspaceId);
  const told = (url: string) => {
    onDone({ email, url });
    setEmail('');
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate({ email, role }, { onSuccess: (made) => told(made.invite_url) });
      }}
    >
      {invite.error !== null && <Notice tone="bad">{invite.error.message}</Notice>}
      <Field label="Email">
        {(control) => (
          <TextInput
            {...control}
            type="email"
            required
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Role">
        {({ id }) => (
          <Segmented
            id={id}
            label="Role"
            value={role}
            options={ROLES}
            onChange={(value) => setRole(value === 'editor' ? 'editor' : 'viewer')}
          />
        )}
      </Field>
      <Button type="submit" look="primary" isBusy={invite.isPending}>
        Invite
      </Button>
    </form>
  );
}
