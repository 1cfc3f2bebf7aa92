import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '../../../api/answers';
import { membersQuery } from '../../../api/queries';
import { formatCountOf } from '../../../lib/format';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { useToast } from '../../../ui/toast';
import { useRemoveMember } from '../queries';
import { MemberTable } from './MemberTable';

/** Who is in the workspace and as what. */
export function MembersPanel({ workspaceId, isOwner }: { workspaceId: string; isOwner: boolean }) {
  const members = useQuery(membersQuery(workspaceId));
  const [asked, setAsked] = useState<Member | null>(null);
  const tell = useToast();
  const remove = useRemoveMember(workspaceId);
  const confirm = (member: Member) =>
    remove.mutate(member.user_id, {
      onSuccess: () => tell({ tone: 'good', text: `${member.name} is no member any more.` }),
      onError: (error) => tell({ tone: 'bad', text: error.message }),
      onSettled: () => setAsked(null),
    });
  return (
    <Panel title="Members" isFlush aside={members.data && formatCountOf(members.data.members.length, 'member')}>
      <Faces
        of="members"
        query={members}
        empty={{
          when: (data) => data.members.length === 0,
          show: <EmptyState title="No members">Whoever sits at this machine works here as its owner.</EmptyState>,
        }}
      >
        {(data) => (
          <MemberTable workspaceId={workspaceId} members={data.members} onRemove={isOwner ? setAsked : null} />
        )}
      </Faces>
      <ConfirmDialog
        title={`Remove ${asked?.name ?? 'member'}?`}
        act="Remove member"
        isOpen={asked !== null}
        isBusy={remove.isPending}
        onConfirm={() => asked !== null && confirm(asked)}
        onClose={() => setAsked(null)}
      >
        They see nothing of this workspace from now on. What they made here stays.
      </ConfirmDialog>
    </Panel>
  );
}
