import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { datasetsQuery } from '../../../api/queries';
import type { Model } from '../../../api/types';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import { Toggle } from '../../../ui/Toggle';
import { useApplication } from '../queries';
import styles from './ApplyPanel.module.css';
import { ReasonsChoice } from './ReasonsChoice';

/** A whole table for the model to say something of; a new dataset comes of it. */
export function ApplyPanel({ model }: { model: Model }) {
  const datasets = useInfiniteQuery(datasetsQuery());
  const ready = (datasets.data?.pages ?? []).flatMap(({ items }) => items).filter(({ state }) => state === 'ready');
  const [chosen, setChosen] = useState(model.dataset_id ?? '');
  const [keepsColumns, setKeepsColumns] = useState(true);
  const [reasons, setReasons] = useState(0);
  const application = useApplication(model.id);
  const datasetId = ready.some(({ id }) => id === chosen) ? chosen : '';
  return (
    <Panel title="Apply to a table" aside={`adds ${whatOf(model)}`}>
      <div className={styles.line}>
        <Field label="Table">
          {(control) => (
            <Select
              {...control}
              placeholder="Choose a dataset"
              value={datasetId}
              options={ready.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setChosen}
            />
          )}
        </Field>
        <Field label="Keep the table's own columns">
          {(control) => <Toggle {...control} isOn={keepsColumns} onChange={setKeepsColumns} />}
        </Field>
        {model.describes === null && <ReasonsChoice value={reasons} onChange={setReasons} />}
        <Button
          look="primary"
          disabled={datasetId === ''}
          isBusy={application.isPending}
          onClick={() => application.mutate({ dataset_id: datasetId, keep_columns: keepsColumns, reasons })}
        >
          Make dataset
        </Button>
      </div>
      <div aria-live="polite">
        {application.error !== null && <Notice tone="bad">{application.error.message}</Notice>}
        {application.data !== undefined && (
          <Notice tone="accent">
            {'It is being made: '}
            <Link to={`/data/${application.data.dataset_id}`}>{application.data.dataset.name}</Link>.
          </Notice>
        )}
      </div>
    </Panel>
  );
}

/** Names the columns that it adds: `cluster and distance`. */
function whatOf({ describes }: Model): string {
  if (describes === null) return 'its prediction';
  if (describes.length > 3) return `${describes.length} columns`;
  return describes.map((name) => name.replaceAll('_', ' ')).join(' and ');
}
