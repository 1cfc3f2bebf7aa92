import { useState } from 'react';
import type { ModelName } from '../../../../api/registry-answers';
import type { RegisteredAs, Stage } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { Select } from '../../../../ui/Select';
import { TextInput } from '../../../../ui/TextInput';
import { useRegistry } from '../../registry-queries';
import styles from './Registry.module.css';

const STAGES: readonly { value: Stage; label: string }[] = [
  { value: 'none', label: 'No stage' },
  { value: 'staging', label: 'Staging' },
  { value: 'production', label: 'Production' },
  { value: 'archived', label: 'Archived' },
];

interface StageFormProps {
  id: string;
  registered: RegisteredAs;
  /** The name as it is now; undefined while it is fetched. */
  name: ModelName | undefined;
}

/** Moves a version to a stage; what somebody else moved meanwhile is told. */
export function StageForm({ id, registered, name }: StageFormProps) {
  const [stage, setStage] = useState<Stage>(registered.stage);
  const [note, setNote] = useState('');
  const { move } = useRegistry(id);
  const replaced = stage === 'production' && name?.production != null && name.production.model_id !== id ? name.production : null;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        move.mutate({ stage, note: note.trim() === '' ? null : note.trim(), version: name?.version ?? null });
      }}
    >
      <Field
        label="Stage"
        hint={replaced === null ? undefined : `Version ${replaced.number} is in production now; it will be archived.`}
      >
        {(control) => (
          <Select
            {...control}
            value={stage}
            options={STAGES}
            onChange={(value) => setStage(STAGES.find((one) => one.value === value)?.value ?? 'none')}
          />
        )}
      </Field>
      {stage !== registered.stage && (
        <>
          <Field label="Why">
            {(control) => (
              <TextInput {...control} maxLength={2_000} value={note} onChange={(event) => setNote(event.target.value)} />
            )}
          </Field>
          <div className={styles.line}>
            <Button type="submit" look="primary" isBusy={move.isPending} disabled={name === undefined}>
              {`Move to ${stage === 'none' ? 'no stage' : stage}`}
            </Button>
            <Button onClick={() => setStage(registered.stage)}>Leave it</Button>
          </div>
        </>
      )}
      {move.error !== null && <Notice tone="bad">{move.error.message}</Notice>}
    </form>
  );
}
