import { useState } from 'react';
import type { Workspace } from '../../../api/answers';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { TextInput } from '../../../ui/TextInput';
import { useRename } from '../queries';
import styles from '../WorkspacePage.module.css';

export function NamePanel({ workspace }: { workspace: Workspace }) {
  const [name, setName] = useState(workspace.name);
  const rename = useRename(workspace.id);
  return (
    <Panel title="Name">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate(name);
        }}
      >
        {rename.error !== null && <Notice tone="bad">{rename.error.message}</Notice>}
        <Field label="Name of the workspace">
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" isBusy={rename.isPending} disabled={name.trim() === workspace.name}>
          Rename
        </Button>
      </form>
    </Panel>
  );
}
