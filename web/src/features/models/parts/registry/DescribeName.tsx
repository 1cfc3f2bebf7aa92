import { useState } from 'react';
import type { ModelName } from '../../../../api/registry-answers';
import { Button } from '../../../../ui/Button';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { Field } from '../../../../ui/Field';
import { Markdown } from '../../../../ui/Markdown';
import { Notice } from '../../../../ui/Notice';
import { TextArea } from '../../../../ui/TextArea';
import { useName } from '../../registry-queries';
import styles from './Registry.module.css';

/** What models of a name are for, in Markdown. */
export function DescribeName({ name }: { name: ModelName }) {
  const [draft, setDraft] = useState<string | null>(null);
  const { describe } = useName(name.name);
  if (draft === null) {
    return (
      <div className={styles.parts}>
        {name.description === '' ? <p className={styles.faint}>Nobody has said yet.</p> : <Markdown text={name.description} />}
        <EditorsOnly>
          <Button look="quiet" onClick={() => setDraft(name.description)}>
            {name.description === '' ? 'Say it' : 'Edit'}
          </Button>
        </EditorsOnly>
      </div>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        describe.mutate({ description: draft, version: name.version }, { onSuccess: () => setDraft(null) });
      }}
    >
      <Field label="Description">
        {(control) => (
          <TextArea {...control} rows={4} maxLength={2_000} value={draft} onChange={(event) => setDraft(event.target.value)} />
        )}
      </Field>
      {describe.error !== null && <Notice tone="bad">{describe.error.message}</Notice>}
      <div className={styles.line}>
        <Button type="submit" look="primary" isBusy={describe.isPending}>
          Save
        </Button>
        <Button onClick={() => setDraft(null)}>Throw away</Button>
      </div>
    </form>
  );
}
