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
  /** As it was when it was opened; null keeps the present values as a new one. */
  preset: SavedPreset | null;
  /** As it is now; null once somebody has deleted it. */
  current: SavedPreset | null;
  algorithmId: string;
  algorithmName: string;
  /** The table of the form. */
  datasetId: string | null;
  values: FieldValues;
  onClose: () => void;
}

export function PresetDialog({ preset, current, algorithmId, algorithmName, datasetId, values, onClose }: PresetDialogProps) {
  const [name, setName] = useState(preset?.name ?? '');
  const [description, setDescription] = useState(preset?.description ?? '');
  const [isUpdated, setIsUpdated] = useState(preset === null);
  const save = useSavePreset();
  const news = newsOf(preset, current);
  const keep = () =>
    save.mutate(
      {
        id: current?.id ?? null,
        algorithmId,
        name: name.trim(),
        description,
        ...(isUpdated && { values, datasetId }),
        // One that is gone is kept anew, with the values that it had.
        ...(!isUpdated && current === null && preset !== null && { values: preset.hyperparameters, datasetId: preset.made_for?.dataset_id }),
        ...(current !== null && { version: current.version }),
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
        <Field label="Name" hint={`For ${algorithmName}. Everybody in this workspace can begin from it.`}>
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
        {news !== null && <Notice tone="accent">{news}</Notice>}
        {save.error !== null && <Notice tone="bad">{save.error.message}</Notice>}
      </form>
    </Dialog>
  );
}

/** What others have done with it since it was opened. */
function newsOf(preset: SavedPreset | null, current: SavedPreset | null): string | null {
  if (preset === null) return null;
  if (current === null) return 'Somebody has deleted this preset meanwhile. Saving keeps it anew.';
  if (current.version === preset.version) return null;
  const name = current.name === preset.name ? 'Somebody has changed this preset meanwhile.' : `Somebody has changed this preset meanwhile: it is called “${current.name}” now.`;
  return `${name} Saving puts yours in its place.`;
}
