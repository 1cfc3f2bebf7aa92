import { useState } from 'react';
import type { RunCheckpoint } from '../../../api/steering';
import { formatBytes } from '../../../lib/format';
import { Button } from '../../../ui/Button';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { icons } from '../../../ui/icons';
import { useToast } from '../../../ui/toast';
import { useDeleteCheckpoint } from '../steering';

/** Removes a kept state of a run. */
export function DeleteMoment({ id, moment }: { id: string; moment: RunCheckpoint }) {
  const [isAsking, setIsAsking] = useState(false);
  const remove = useDeleteCheckpoint(id);
  const tell = useToast();
  return (
    <>
      <Button look="quiet" icon={icons.trash} onClick={() => setIsAsking(true)}>
        Delete this state
      </Button>
      <ConfirmDialog
        title={`Delete “${moment.name}”?`}
        act="Delete state"
        isOpen={isAsking}
        isBusy={remove.isPending}
        onClose={() => setIsAsking(false)}
        onConfirm={() =>
          remove.mutate(moment.checkpoint_id, {
            onError: (error) => tell({ tone: 'bad', text: error.message }),
            onSettled: () => setIsAsking(false),
          })
        }
      >
        {`${formatBytes(moment.size_bytes)} are freed. Nothing can go on from it any more; the run, its model and what was branched from it stay.${
          moment.kind === 'last' ? ' Without its last state the run cannot be continued.' : ''
        }`}
      </ConfirmDialog>
    </>
  );
}
