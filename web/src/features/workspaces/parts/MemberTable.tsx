import type { Member, Role } from '../../../api/answers';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { Select } from '../../../ui/Select';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import { useToast } from '../../../ui/toast';
import { useSetRole } from '../queries';
import styles from '../WorkspacePage.module.css';

const ROLES: readonly { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'editor', label: 'Editor' },
  { value: 'owner', label: 'Owner' },
];

interface MemberTableProps {
  workspaceId: string;
  members: readonly Member[];
  /** What an owner may do; null for all others. */
  onRemove: ((member: Member) => void) | null;
}

export function MemberTable({ workspaceId, members, onRemove }: MemberTableProps) {
  const columns: readonly TableColumn<Member>[] = [
    { id: 'name', title: 'Member', isWide: true, cell: (member) => <Person member={member} /> },
    {
      id: 'role',
      title: 'Role',
      cell: (member) => (onRemove === null ? member.role : <RoleChoice workspaceId={workspaceId} member={member} />),
    },
    { id: 'since', title: 'Since', cell: (member) => <Time time={member.granted_at} /> },
  ];
  const act: TableColumn<Member> = {
    id: 'act',
    title: '',
    cell: (member) => (
      <IconButton label={`Remove ${member.name}`} icon={icons.trash} onClick={() => onRemove?.(member)} />
    ),
  };
  return (
    <Table
      caption="Members, in the order in which they came"
      columns={onRemove === null ? columns : [...columns, act]}
      rows={members}
      rowKey={(member) => member.user_id}
    />
  );
}

function Person({ member }: { member: Member }) {
  return (
    <div className={styles.person}>
      <span>{member.name}</span>
      <span className={styles.email}>{member.email}</span>
    </div>
  );
}

function RoleChoice({ workspaceId, member }: { workspaceId: string; member: Member }) {
  const tell = useToast();
  const setRole = useSetRole(workspaceId);
  const choose = (value: string) => {
    const role = ROLES.find((one) => one.value === value)?.value ?? member.role;
    setRole.mutate(
      { userId: member.user_id, role },
      { onError: (error) => tell({ tone: 'bad', text: error.message }) },
    );
  };
  return (
    <div className={styles.role}>
      <Select
        aria-label={`Role of ${member.name}`}
        value={setRole.isPending ? setRole.variables.role : member.role}
        options={ROLES}
        disabled={setRole.isPending}
        onChange={choose}
      />
    </div>
  );
}
