import { useState } from 'react';
import type { SavedPreset } from '../../../../api/answers';
import type { FieldValues } from '../../../../lib/schema/fields';
import { Button } from '../../../../ui/Button';
import { Dialog } from '../../../../ui/Dialog';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { TextInput } from '../../../../ui/TextInput';
import { Toggle } from '../../../../ui/Toggle';
import { useSavePreset } from '../../preset-queries';
import styles from './Presets.module.css';

interface PresetDialogProps {
  /** Null keeps the present values as a new one. */
  preset: SavedPreset | null;
  algorithmId: string;
  values: FieldValues;
  onClose: () => void;
}

export function PresetDialog({ preset, algorithmId, values, onClose }: PresetDialogProps) {
  const [name, setName] = useState(preset?.name ?? '');
  const [description, setDescription] = useState(preset?.description ?? '');
  const [isUpdated, setIsUpdated] = useState(preset === null);
  const save = useSavePreset();
  const keep = () =>
    save.mutate(
      {
        id: preset?.id ?? null,
        algorithmId,
        name: name.trim(),
        description,
        ...(isUpdated && { values }),
        ...(preset !== null && { version: preset.version }),
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      title={preset === null ? 'Save these values' : 'Edit the preset'}
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
        <Field label="Name" hint="Everybody in this workspace can begin from it.">
          {(control) => <TextInput {...control} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="What it is for">
          {(control) => <TextInput {...control} maxLength={1000} value={description} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        {preset !== null && (
          <Field label="Take the values of the form">
            {(control) => <Toggle {...control} isOn={isUpdated} onChange={setIsUpdated} />}
          </Field>
        )}
        {save.error !== null && <Notice tone="bad">{save.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
