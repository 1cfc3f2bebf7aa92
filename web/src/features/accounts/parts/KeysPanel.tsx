import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiKeysQuery } from '../../../api/account-queries';
import { formatCountOf } from '../../../lib/format';
import { Button } from '../../../ui/Button';
import { CopyField } from '../../../ui/CopyField';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { icons } from '../../../ui/icons';
import { Panel } from '../../../ui/Panel';
import styles from '../AccountPage.module.css';
import { KeyTable } from './KeyTable';
import { NewKeyForm } from './NewKeyForm';

/** One's keys for scripts: made here, shown once, revoked here. */
export function KeysPanel({ mayChange }: { mayChange: boolean }) {
  const keys = useQuery(apiKeysQuery());
  const [isMaking, setIsMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const make = () => {
    setSecret(null);
    setIsMaking(true);
  };
  return (
    <Panel
      title="API keys"
      isFlush
      aside={keys.data && formatCountOf(keys.data.keys.length, 'key')}
      actions={
        mayChange && !isMaking && (
          <Button icon={icons.plus} onClick={make}>
            New key
          </Button>
        )
      }
    >
      {isMaking && (
        <div className={styles.new}>
          <NewKeyForm
            onDone={(made) => {
              setSecret(made);
              setIsMaking(false);
            }}
            onCancel={() => setIsMaking(false)}
          />
        </div>
      )}
      {secret !== null && (
        <div className={styles.made}>
          <CopyField
            label="Your new key"
            hint="It is shown this once. Scripts send it in the header X-API-Key."
            text={secret}
          />
        </div>
      )}
      <Faces
        of="keys"
        query={keys}
        empty={{
          when: (data) => data.keys.length === 0,
          show: <EmptyState title="No key yet">With a key a script works here in your name.</EmptyState>,
        }}
      >
        {(data) => <KeyTable apiKeys={data.keys} mayChange={mayChange} />}
      </Faces>
    </Panel>
  );
}
