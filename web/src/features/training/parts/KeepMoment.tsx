import { useState } from 'react';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { icons } from '../../../ui/icons';
import { TextInput } from '../../../ui/TextInput';
import { useToast } from '../../../ui/toast';
import { useKeepMoment } from '../steering';
import styles from './RunSteering.module.css';

/** Keeps the state of the next step under a name, to branch from later. */
export function KeepMoment({ id }: { id: string }) {
  const [name, setName] = useState('');
  const keep = useKeepMoment(id);
  const tell = useToast();
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate(name, {
          onSuccess: () => setName(''),
          onError: (error) => tell({ tone: 'bad', text: error.message }),
        });
      }}
    >
      <Field label="Name of this moment">
        {(control) => (
          <TextInput
            {...control}
            value={name}
            maxLength={100}
            placeholder="the step"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" icon={icons.bookmark} isBusy={keep.isPending}>
        Keep this moment
      </Button>
    </form>
  );
}
