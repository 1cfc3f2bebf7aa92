import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { trainingQuery } from '../../../../api/queries';
import { Button } from '../../../../ui/Button';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { Facts } from '../../../../ui/Facts';
import { Field } from '../../../../ui/Field';
import { icons } from '../../../../ui/icons';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import { TextInput } from '../../../../ui/TextInput';
import { useToast } from '../../../../ui/toast';
import { experimentsQuery, useChangeRun } from '../../runs-queries';
import styles from './RunAbout.module.css';
import { RunNotesEditor } from './RunNotesEditor';
import { TagInput } from './TagInput';

/** What people say of a run: its name, its tags, where it belongs, and their notes. */
export function RunAbout({ id }: { id: string }) {
  const run = useQuery(trainingQuery(id)).data?.session;
  const experiments = useQuery(experimentsQuery()).data?.experiments ?? [];
  const change = useChangeRun(id);
  const tell = useToast();
  const failed = (error: Error) => tell({ tone: 'bad', text: error.message });
  if (run === undefined) return null;
  const open = experiments.filter((one) => one.status === 'active' || one.id === run.experiment_id);
  return (
    <Panel title="About this run">
      <div className={styles.about}>
        <EditorsOnly otherwise={<RunWords name={run.name} tags={run.tags} />}>
          <div className={styles.facts}>
            <RunName key={run.name} name={run.name} onRename={(name) => change.mutate({ name }, { onError: failed })} />
            <Field
              label="Experiment"
              beside={
                run.experiment_id !== null && (
                  <Link to={`/runs?experiment=${run.experiment_id}`}>Its runs</Link>
                )
              }
            >
              {(control) => (
                <Select
                  {...control}
                  placeholder={run.experiment_id === null ? 'None' : undefined}
                  value={run.experiment_id ?? ''}
                  options={open.map((one) => ({ value: one.id, label: one.name }))}
                  onChange={(experiment) => change.mutate({ experiment_id: experiment }, { onError: failed })}
                />
              )}
            </Field>
            <TagInput tags={run.tags} onChange={(tags) => change.mutate({ tags }, { onError: failed })} />
          </div>
        </EditorsOnly>
        <RunNotesEditor id={id} />
      </div>
    </Panel>
  );
}

/** The same for those who only look. */
function RunWords({ name, tags }: { name: string; tags: readonly string[] }) {
  return (
    <Facts
      facts={[
        { label: 'Name', value: name },
        { label: 'Tags', value: tags.length === 0 ? '–' : tags.join(', ') },
      ]}
    />
  );
}

function RunName({ name, onRename }: { name: string; onRename: (name: string) => void }) {
  const [typed, setTyped] = useState(name);
  const word = typed.trim();
  return (
    <form
      className={styles.name}
      onSubmit={(event) => {
        event.preventDefault();
        if (word !== '' && word !== name) onRename(word);
      }}
    >
      <Field label="Name">
        {(control) => <TextInput {...control} maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      {word !== name && (
        <Button type="submit" icon={icons.check} disabled={word === ''}>
          Rename
        </Button>
      )}
    </form>
  );
}
