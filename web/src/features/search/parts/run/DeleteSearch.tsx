import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Search, SearchLeft } from '../../../../api/search-answers';
import { formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog';
import { Field } from '../../../../ui/Field';
import { icons } from '../../../../ui/icons';
import { Toggle } from '../../../../ui/Toggle';
import { useToast } from '../../../../ui/toast';
import { useDeleteSearch } from '../../queries';

/** Removes a search that has ended; what it left goes along only if somebody wants that. */
export function DeleteSearch({ search, left }: { search: Search; left: SearchLeft }) {
  const [isAsking, setIsAsking] = useState(false);
  const [withRun, setWithRun] = useState(false);
  const [withModels, setWithModels] = useState(false);
  const remove = useDeleteSearch();
  const navigate = useNavigate();
  const tell = useToast();
  const confirm = () =>
    remove.mutate(
      { id: search.id, withRun, withModels },
      {
        onSuccess: () => {
          tell({ tone: 'good', text: `${search.name} was deleted.` });
          void navigate('/search');
        },
        onError: (error) => tell({ tone: 'bad', text: error.message }),
      },
    );
  return (
    <>
      <Button look="quiet" icon={icons.trash} onClick={() => setIsAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        title={`Delete ${search.name}?`}
        act="Delete search"
        isOpen={isAsking}
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={() => setIsAsking(false)}
      >
        <p>{`The search and its ${formatCountOf(countOf(search), 'trial')} are removed for everybody in this workspace.`}</p>
        {left.run !== null && (
          <Field label="Delete its run too" hint={`${left.run.name}: curves, notes and tags.`}>
            {(control) => <Toggle {...control} isOn={withRun} onChange={setWithRun} />}
          </Field>
        )}
        {left.models.length > 0 && (
          <Field label="Delete its models too" hint={left.models.map(({ name }) => name).join(', ')}>
            {(control) => <Toggle {...control} isOn={withModels} onChange={setWithModels} />}
          </Field>
        )}
      </ConfirmDialog>
    </>
  );
}

function countOf(search: Search): number {
  return Object.values(search.trials).reduce((sum, count) => sum + count, 0);
}
