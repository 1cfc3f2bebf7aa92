import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Dataset, RecipeStep } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Dialog } from '../../../../ui/Dialog';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { TextInput } from '../../../../ui/TextInput';
import { useToast } from '../../../../ui/toast';
import styles from './prepare.module.css';
import { useApplyRecipe } from './queries';

interface CreateDialogProps {
  dataset: Dataset;
  steps: readonly RecipeStep[];
  isOpen: boolean;
  onClose: () => void;
}

/** Runs the recipe over the whole table, into a dataset of its own. */
export function CreateDialog({ dataset, steps, isOpen, onClose }: CreateDialogProps) {
  const [name, setName] = useState(`${dataset.name} prepared`);
  const apply = useApplyRecipe(dataset.id);
  const navigate = useNavigate();
  const tell = useToast();
  const create = () =>
    apply.mutate(
      { steps, name },
      {
        onSuccess: ({ dataset_id: id, dataset_ids: all }) => {
          if (all.length > 1) tell({ tone: 'good', text: `${all.length} datasets are being made.` });
          void navigate(all.length > 1 ? '/data' : `/data/${id}`);
        },
      },
    );
  return (
    <Dialog
      title="Create a dataset"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Not yet</Button>
          <Button look="primary" isBusy={apply.isPending} disabled={name.trim() === ''} onClick={create}>
            Create
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <p>{`The steps run over all rows of ${dataset.name}, which stays as it is.`}</p>
        <Field label="Name">
          {(control) => <TextInput {...control} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        {apply.error !== null && <Notice tone="bad">{apply.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
