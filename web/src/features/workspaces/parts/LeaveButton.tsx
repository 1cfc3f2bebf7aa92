import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Workspace } from '../../../api/answers';
import { meQuery } from '../../../api/account-queries';
import { Button } from '../../../ui/Button';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { useToast } from '../../../ui/toast';
import { useLeave } from '../queries';

/** The way out of a workspace, for people; whoever sits at an open server's machine is always in. */
export function LeaveButton({ workspace }: { workspace: Workspace }) {
  const me = useQuery(meQuery());
  const [isAsking, setIsAsking] = useState(false);
  const tell = useToast();
  const leave = useLeave(workspace.id);
  if (me.data?.kind !== 'user') return null;
  const confirm = () =>
    leave.mutate(undefined, {
      onError: (error) => {
        setIsAsking(false);
        tell({ tone: 'bad', text: error.message });
      },
    });
  return (
    <>
      <Button look="danger" onClick={() => setIsAsking(true)}>
        Leave
      </Button>
      <ConfirmDialog
        title={`Leave ${workspace.name}?`}
        act="Leave workspace"
        isOpen={isAsking}
        isBusy={leave.isPending}
        onConfirm={confirm}
        onClose={() => setIsAsking(false)}
      >
        You see nothing of it any more until somebody invites you again. What you made stays.
      </ConfirmDialog>
    </>
  );
}
