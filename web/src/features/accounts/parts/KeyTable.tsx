import { useState } from 'react';
import type { ApiKey } from '../../../api/answers';
import { formatDate } from '../../../lib/format';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import { useToast } from '../../../ui/toast';
import { useRevokeKey } from '../queries';
import styles from '../AccountPage.module.css';

const COLUMNS: readonly TableColumn<ApiKey>[] = [
  { id: 'name', title: 'Name', isWide: true, cell: (key) => <span className={styles.name}>{key.name}</span> },
  { id: 'hint', title: 'Begins with', cell: (key) => <code className={styles.hint}>{key.hint}…</code> },
  { id: 'scope', title: 'May', cell: (key) => key.scope },
  { id: 'created', title: 'Made', cell: (key) => <Time time={key.created_at} /> },
  { id: 'used', title: 'Last used', cell: (key) => (key.last_used_at === null ? 'never' : <Time time={key.last_used_at} />) },
  { id: 'expires', title: 'Runs out', cell: (key) => (key.expires_at === null ? 'never' : formatDate(key.expires_at)) },
];

export function KeyTable({ apiKeys, mayChange }: { apiKeys: readonly ApiKey[]; mayChange: boolean }) {
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const tell = useToast();
  const revoke = useRevokeKey();
  const confirm = (key: ApiKey) =>
    revoke.mutate(key.id, {
      onSuccess: () => tell({ tone: 'good', text: `${key.name} lets nobody in any more.` }),
      onError: (error) => tell({ tone: 'bad', text: error.message }),
      onSettled: () => setAsked(null),
    });
  const act: TableColumn<ApiKey> = {
    id: 'act',
    title: '',
    cell: (key) => <IconButton label={`Revoke ${key.name}`} icon={icons.trash} onClick={() => setAsked(key)} />,
  };
  return (
    <>
      <Table
        caption="API keys, oldest first"
        columns={mayChange ? [...COLUMNS, act] : COLUMNS}
        rows={apiKeys}
        rowKey={(key) => key.id}
      />
      <ConfirmDialog
        title={`Revoke ${asked?.name ?? 'key'}?`}
        act="Revoke key"
        isOpen={asked !== null}
        isBusy={revoke.isPending}
        onConfirm={() => asked !== null && confirm(asked)}
        onClose={() => setAsked(null)}
      >
        Scripts that send it are refused from now on. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
