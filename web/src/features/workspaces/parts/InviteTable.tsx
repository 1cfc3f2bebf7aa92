import type { Invite } from '../../../api/answers';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import { useToast } from '../../../ui/toast';
import { useWithdraw } from '../queries';
import styles from '../WorkspacePage.module.css';

export function InviteTable({ workspaceId, invites }: { workspaceId: string; invites: readonly Invite[] }) {
  const tell = useToast();
  const withdraw = useWithdraw(workspaceId);
  const columns: readonly TableColumn<Invite>[] = [
    {
      id: 'email',
      title: 'Invited',
      isWide: true,
      cell: (invite) => <span className={styles.person}>{invite.email}</span>,
    },
    { id: 'role', title: 'As', cell: (invite) => invite.role },
    { id: 'created', title: 'Made', cell: (invite) => <Time time={invite.created_at} /> },
    {
      id: 'act',
      title: '',
      cell: (invite) => (
        <IconButton
          label={`Withdraw the invitation of ${invite.email}`}
          icon={icons.trash}
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate(invite.id, { onError: (error) => tell({ tone: 'bad', text: error.message }) })}
        />
      ),
    },
  ];
  return <Table caption="Open invitations" columns={columns} rows={invites} rowKey={(invite) => invite.id} />;
}
