import { useState } from 'react';
import { Panel } from '../../ui/Panel';
import { Segmented } from '../../ui/Segmented';
import { RegisterForm } from './parts/RegisterForm';
import { SignInForm } from './parts/SignInForm';
import styles from './SignInPage.module.css';

/** Stands before every page while the server does not know who is asking. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const [way, setWay] = useState('sign-in');
  const isNew = way === 'register';
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>Armillary</h1>
      <p className={styles.lead}>Bring a table, train a model, watch it learn, together.</p>
      <Panel title={isNew ? 'Create an account' : 'Sign in'}>
        <div className={styles.form}>
          <Segmented
            label="Sign in or register"
            value={way}
            onChange={setWay}
            options={[
              { value: 'sign-in', label: 'I have an account' },
              { value: 'register', label: 'I am new here' },
            ]}
          />
          {isNew ? <RegisterForm onDone={onSignedIn} /> : <SignInForm onDone={onSignedIn} />}
        </div>
      </Panel>
    </main>
  );
}
