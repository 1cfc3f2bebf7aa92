import { useState } from 'react';
import { useNavigate } from 'react-router';
import { sheetOf } from '../../../api/sheet';
import type { Model } from '../../../api/types';
import { Button } from '../../../ui/Button';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { icons } from '../../../ui/icons';
import { SheetMenu } from '../../../ui/SheetMenu';
import { useToast } from '../../../ui/toast';
import { useDeleteModel } from '../queries';
import { DeleteDialog } from './registry/DeleteDialog';
import { TakeAlong } from './TakeAlong';

export function ModelActions({ model }: { model: Model }) {
  const navigate = useNavigate();
  const tell = useToast();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useDeleteModel();
  const confirm = (force: boolean) =>
    remove.mutate({ id: model.id, force }, {
      onSuccess: () => {
        tell({ tone: 'good', text: `${model.name} was deleted.` });
        void navigate('/models');
      },
      onError: (error) => tell({ tone: 'bad', text: error.message }),
    });
  return (
    <>
      <EditorsOnly>
        <Button look="danger" icon={icons.trash} onClick={() => setIsAsking(true)}>
          Delete
        </Button>
      </EditorsOnly>
      {model.job_id !== null && model.brought == null && <SheetMenu {...sheetOf(model.id, model.workspace_id)} />}
      <TakeAlong model={model} />
      <DeleteDialog
        model={model}
        isOpen={isAsking}
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}
