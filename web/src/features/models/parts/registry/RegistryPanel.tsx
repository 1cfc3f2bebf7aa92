import { useQuery } from '@tanstack/react-query';
import type { Model, RegisteredAs } from '../../../../api/types';
import { Badge } from '../../../../ui/Badge';
import { Button } from '../../../../ui/Button';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';
import { TagInput } from '../../../../ui/TagInput';
import { Time } from '../../../../ui/Time';
import { nameQuery, useRegistry } from '../../registry-queries';
import { AliasInput } from './AliasInput';
import { RegisterForm } from './RegisterForm';
import styles from './Registry.module.css';
import { StageForm } from './StageForm';
import { VersionWords } from './StageBadge';

/** What a model is known as: its name and version, stage, aliases and tags. */
export function RegistryPanel({ model }: { model: Model }) {
  const { tag, archive } = useRegistry(model.id);
  const isArchived = model.archived_at !== null;
  const error = tag.error ?? archive.error;
  return (
    <Panel
      title="Registry"
      aside={isArchived ? 'archived' : undefined}
      actions={
        <EditorsOnly>
          <Button look="quiet" isBusy={archive.isPending} onClick={() => archive.mutate(!isArchived)}>
            {isArchived ? 'Take back' : 'Archive'}
          </Button>
        </EditorsOnly>
      }
    >
      <div className={styles.parts}>
        {model.archived_at !== null && (
          <Notice tone="brass">
            {'Archived '}
            <Time time={model.archived_at} />. It answers still.
          </Notice>
        )}
        {error !== null && <Notice tone="bad">{error.message}</Notice>}
        {model.registered === null ? (
          <EditorsOnly otherwise={<p>It has no name yet.</p>}>
            <RegisterForm model={model} />
          </EditorsOnly>
        ) : (
          <Version model={model} registered={model.registered} />
        )}
        <EditorsOnly otherwise={<div className={styles.line}>{model.tags.map((one) => <Badge key={one}>{one}</Badge>)}</div>}>
          <TagInput tags={model.tags} onChange={(tags) => tag.mutate(tags)} />
        </EditorsOnly>
      </div>
    </Panel>
  );
}

function Version({ model, registered }: { model: Model; registered: RegisteredAs }) {
  const name = useQuery(nameQuery(registered.name)).data?.name;
  return (
    <>
      <p className={styles.line}>
        <VersionWords registered={registered} />
      </p>
      <EditorsOnly>
        <StageForm key={registered.stage} id={model.id} registered={registered} name={name} />
        <AliasInput id={model.id} registered={registered} />
      </EditorsOnly>
    </>
  );
}
