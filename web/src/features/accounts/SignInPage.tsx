import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignInOptions } from '../../api/answers';
import { signInOptionsQuery } from '../../api/account-queries';
import { invitationIn } from '../../lib/invitation';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { Notice } from '../../ui/Notice';
import { Panel } from '../../ui/Panel';
import { Segmented } from '../../ui/Segmented';
import { KeyForm } from './parts/KeyForm';
import { RegisterForm } from './parts/RegisterForm';
import { SignInForm } from './parts/SignInForm';
import styles from './SignInPage.module.css';

/** Stands before every page while the server does not know who is asking. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const options = useQuery(signInOptionsQuery());
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>Armillary</h1>
      <p className={styles.lead}>Bring a table, train a model, watch it learn, together.</p>
      <Panel title="Sign in">
        <Faces
          of="ways to sign in"
          query={options}
          empty={{
            when: (data) => waysOf(data).length === 0,
            show: <EmptyState title="Closed">This server lets nobody in at the moment.</EmptyState>,
          }}
        >
          {(data) => <Ways options={data} onSignedIn={onSignedIn} />}
        </Faces>
      </Panel>
    </main>
  );
}

interface WaysProps {
  options: SignInOptions;
  onSignedIn: () => void;
}

function Ways({ options, onSignedIn }: WaysProps) {
  const isInvited = invitationIn(window.location) !== null;
  const ways = waysOf({ ...options, registration: options.registration || (isInvited && options.accounts) });
  const [chosen, setChosen] = useState<string | null>(null);
  const way = chosen ?? ways[0]?.value;
  return (
    <div className={styles.form}>
      {isInvited && <Notice tone="accent">You were invited to a workspace. Sign in, or make an account, to join it.</Notice>}
      {ways.length > 1 && (
        <Segmented label="How to sign in" value={way ?? ''} onChange={setChosen} options={ways} />
      )}
      {way === 'account' && <SignInForm onDone={onSignedIn} />}
      {way === 'register' && <RegisterForm onDone={onSignedIn} />}
      {way === 'key' && <KeyForm onDone={onSignedIn} />}
    </div>
  );
}

function waysOf(options: SignInOptions) {
  return [
    ...(options.accounts ? [{ value: 'account', label: 'Account' }] : []),
    ...(options.registration ? [{ value: 'register', label: 'New here' }] : []),
    ...(options.api_key ? [{ value: 'key', label: 'API key' }] : []),
  ];
}
