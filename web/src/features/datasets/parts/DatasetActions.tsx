import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Dataset } from '../../../api/types';
import { isString } from '../../../lib/guards';
import { usePath } from '../../../lib/state/use-path';
import { Button } from '../../../ui/Button';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { icons } from '../../../ui/icons';
import { useToast } from '../../../ui/toast';
import { useDeleteDataset } from '../queries';

export function DatasetActions({ dataset }: { dataset: Dataset }) {
  const navigate = useNavigate();
  const tell = useToast();
  const [, choose] = usePath('selected_dataset', isString);
  const [isAsking, setIsAsking] = useState(false);
  const remove = useDeleteDataset();
  const confirm = () =>
    remove.mutate(dataset.id, {
      onSuccess: () => {
        tell({ tone: 'good', text: `${dataset.name} was deleted.` });
        void navigate('/data');
      },
      onError: (error) => tell({ tone: 'bad', text: error.message }),
    });
  return (
    <>
      <Button look="danger" icon={icons.trash} onClick={() => setIsAsking(true)}>
        Delete
      </Button>
      {dataset.state === 'ready' && (
        <Button
          look="primary"
          icon={icons.play}
          onClick={() => {
            choose(dataset.id);
            void navigate('/');
          }}
        >
          Train on this
        </Button>
      )}
      <ConfirmDialog
        title={`Delete ${dataset.name}?`}
        act="Delete dataset"
        isOpen={isAsking}
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={() => setIsAsking(false)}
      >
        The table and its file are removed for everybody in this workspace. Models trained on it stay.
      </ConfirmDialog>
    </>
  );
}
