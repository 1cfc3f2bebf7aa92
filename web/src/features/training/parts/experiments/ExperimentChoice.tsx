import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../../../ui/Field';
import { Select } from '../../../../ui/Select';
import { useStateStore } from '../../../../lib/state/use-path';
import { ExperimentDialog } from './ExperimentDialog';
import { experimentsQuery } from '../../runs-queries';

const NEW = '*new*';

/** Where the training will belong; by default with the others of its algorithm and table. */
export function ExperimentChoice({ chosen }: { chosen: string | null }) {
  const store = useStateStore();
  const [isNew, setIsNew] = useState(false);
  const experiments = useQuery(experimentsQuery()).data?.experiments.filter((one) => one.status === 'active') ?? [];
  const choose = (id: string) => store.set('experiment_id', id === '' ? undefined : id);
  return (
    <>
      <Field label="Experiment">
        {(control) => (
          <Select
            {...control}
            placeholder="That of the algorithm and the table"
            value={experiments.some((one) => one.id === chosen) ? (chosen ?? '') : ''}
            options={[...experiments.map((one) => ({ value: one.id, label: one.name })), { value: NEW, label: 'New experiment…' }]}
            onChange={(id) => (id === NEW ? setIsNew(true) : choose(id))}
          />
        )}
      </Field>
      {isNew && <ExperimentDialog experiment={null} onClose={() => setIsNew(false)} onSaved={choose} />}
    </>
  );
}
