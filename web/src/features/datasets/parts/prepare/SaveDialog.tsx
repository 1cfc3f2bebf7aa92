import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recipesQuery } from '../../../../api/queries';
import type { RecipeStep } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Dialog } from '../../../../ui/Dialog';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { TextInput } from '../../../../ui/TextInput';
import { useToast } from '../../../../ui/toast';
import styles from './prepare.module.css';
import { useSaveRecipe } from './queries';

interface SaveDialogProps {
  steps: readonly RecipeStep[];
  isOpen: boolean;
  onClose: () => void;
}

/** Keeps the steps under a name for everybody in the workspace; a name that is there is written over. */
export function SaveDialog({ steps, isOpen, onClose }: SaveDialogProps) {
  const [name, setName] = useState('');
  const recipes = useQuery(recipesQuery()).data?.recipes ?? [];
  const held = recipes.find((recipe) => recipe.name === name.trim());
  const save = useSaveRecipe();
  const tell = useToast();
  const keep = () =>
    save.mutate(
      { id: held?.id ?? null, name: name.trim(), steps },
      {
        onSuccess: () => {
          tell({ tone: 'good', text: `The recipe ${name.trim()} is saved.` });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title="Save the recipe"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Not yet</Button>
          <Button look="primary" isBusy={save.isPending} disabled={name.trim() === ''} onClick={keep}>
            {held === undefined ? 'Save' : 'Write over'}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') keep();
        }}
      >
        <Field
          label="Name"
          hint={held === undefined ? 'Everybody in this workspace can apply it.' : 'A recipe of this name is there and will be written over.'}
        >
          {(control) => <TextInput {...control} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        {save.error !== null && <Notice tone="bad">{save.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
