import { useQuery } from '@tanstack/react-query';
import type { Account } from '../../api/answers';
import { meQuery } from '../../api/account-queries';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { Facts } from '../../ui/Facts';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import styles from './AccountPage.module.css';
import { KeysPanel } from './parts/KeysPanel';
import { PasswordForm } from './parts/PasswordForm';

/** Who is signed in, their keys for scripts, and their password. */
export function AccountPage() {
  const me = useQuery(meQuery());
  return (
    <>
      <PageHeader title="Account" lead="Who you are here, and the keys with which your scripts come in." />
      <Faces
        of="account"
        query={me}
        empty={{
          when: ({ kind }) => kind === 'local',
          show: (
            <EmptyState title="Nobody signs in here">
              This server is open to whoever sits at this machine. Start it with accounts to share it.
            </EmptyState>
          ),
        }}
      >
        {(account) => <AccountView account={account} />}
      </Faces>
    </>
  );
}

function AccountView({ account }: { account: Account }) {
  const { user, scopes } = account;
  // A key, however wide, makes no other keys and sets no password.
  const isPerson = user !== null && account.kind === 'user';
  return (
    <div className={styles.page}>
      <Panel title="You">
        <Facts
          facts={[
            { label: 'Name', value: account.name },
            { label: 'Email', value: account.email ?? '–' },
            { label: 'Signed in with', value: isPerson ? 'a password' : `a key that may ${scopes.join(', ')}` },
          ]}
        />
      </Panel>
      {user !== null && <KeysPanel mayChange={scopes.includes('admin')} />}
      {isPerson && (
        <Panel title="Password">
          <PasswordForm />
        </Panel>
      )}
    </div>
  );
}
