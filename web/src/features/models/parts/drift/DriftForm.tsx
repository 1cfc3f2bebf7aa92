import { useState } from 'react';
import type { Dataset, Model } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { Select } from '../../../../ui/Select';
import { useDrift } from '../../drift-queries';
import styles from './Drift.module.css';

interface DriftFormProps {
  model: Model;
  tables: readonly Dataset[];
  onMade: (id: string) => void;
}

/** Chooses the table of new rows. */
export function DriftForm({ model, tables, onMade }: DriftFormProps) {
  const [table, setTable] = useState('');
  const { compare } = useDrift(model.id);
  const ready = tables.filter(({ id, state }) => state === 'ready' && id !== model.dataset_id);
  return (
    <div>
      <div className={styles.line}>
        <Field label="New rows">
          {(control) => (
            <Select
              {...control}
              value={table}
              placeholder="Choose a dataset"
              options={ready.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setTable}
            />
          )}
        </Field>
        <Button
          disabled={table === ''}
          isBusy={compare.isPending}
          onClick={() => compare.mutate(table, { onSuccess: ({ drift_id: id }) => onMade(id) })}
        >
          Compare
        </Button>
      </div>
      <div aria-live="polite">{compare.error !== null && <Notice tone="bad">{compare.error.message}</Notice>}</div>
    </div>
  );
}
