import { useState } from 'react';
import type { Experiment } from '../../../../api/run-answers';
import { Button } from '../../../../ui/Button';
import { Dialog } from '../../../../ui/Dialog';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { TextInput } from '../../../../ui/TextInput';
import { useSaveExperiment } from '../../runs-queries';
import styles from './Experiments.module.css';

interface ExperimentDialogProps {
  /** Null begins a new one. */
  experiment: Experiment | null;
  onClose: () => void;
  onSaved?: (id: string) => void;
}

export function ExperimentDialog({ experiment, onClose, onSaved }: ExperimentDialogProps) {
  const [name, setName] = useState(experiment?.name ?? '');
  const [description, setDescription] = useState(experiment?.description ?? '');
  const save = useSaveExperiment();
  const keep = () =>
    save.mutate(
      { id: experiment?.id ?? null, name: name.trim(), description, ...(experiment !== null && { version: experiment.version }) },
      {
        onSuccess: ({ experiment: saved }) => {
          onSaved?.(saved.id);
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={experiment === null ? 'New experiment' : 'Edit the experiment'}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Not yet</Button>
          <Button look="primary" isBusy={save.isPending} disabled={name.trim() === ''} onClick={keep}>
            Save
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
        <Field label="Name">
          {(control) => <TextInput {...control} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="What it is about">
          {(control) => (
            <textarea {...control} rows={4} maxLength={5000} value={description} onChange={(event) => setDescription(event.target.value)} />
          )}
        </Field>
        {save.error !== null && <Notice tone="bad">{save.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
