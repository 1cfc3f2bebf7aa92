import { useQuery } from '@tanstack/react-query';
import type { Model } from '../../../../api/types';
import { formatCountOf } from '../../../../lib/format';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog';
import { Notice } from '../../../../ui/Notice';
import { dependentsQuery } from '../../registry-queries';

interface DeleteDialogProps {
  model: Model;
  isOpen: boolean;
  isBusy: boolean;
  onConfirm: (force: boolean) => void;
  onClose: () => void;
}

/** Shows what depends on a model before it goes. */
export function DeleteDialog({ model, isOpen, isBusy, onConfirm, onClose }: DeleteDialogProps) {
  const found = useQuery({ ...dependentsQuery(model.id), enabled: isOpen });
  const depends = found.data?.depends ?? [];
  const explained = found.data?.goes_with.length ?? 0;
  return (
    <ConfirmDialog
      title={`Delete ${model.name}?`}
      act={depends.length > 0 ? 'Delete it all the same' : 'Delete model'}
      isOpen={isOpen}
      isBusy={isBusy || found.isPending}
      onConfirm={() => onConfirm(depends.length > 0)}
      onClose={onClose}
    >
      {depends.length > 0 && (
        <Notice tone="bad" title="This depends on it">
          <ul>
            {depends.map(({ kind, id, why }) => (
              <li key={`${kind} ${id}`}>{why}</li>
            ))}
          </ul>
        </Notice>
      )}
      {found.error !== null && <Notice tone="bad">{found.error.message}</Notice>}
      <p>
        The model and its files are removed for everybody in this workspace
        {explained > 0 && `, with ${formatCountOf(explained, 'explanation or report', 'explanations and reports')}`}. The run that trained it stays.
      </p>
    </ConfirmDialog>
  );
}
