import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { datasetsQuery } from '../../../../api/queries';
import type { Model } from '../../../../api/types';
import { formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { Select } from '../../../../ui/Select';
import { useExplain } from '../../explain-queries';
import { TargetChoice } from './TargetChoice';
import styles from './explain.module.css';

const ROWS = [200, 1000, 5000];
const WAYS = [
  { id: 'quick', label: 'All that are quick', seconds: null },
  { id: 'minute', label: 'Train again without each column, 1 minute', seconds: 60 },
  { id: 'long', label: 'Train again without each column, 10 minutes', seconds: 600 },
];

/** Asks for an explanation: in which ways, with how many rows, and of which table. */
export function ExplainForm({ model, onMade }: { model: Model; onMade: (id: string) => void }) {
  const [rows, setRows] = useState(1000);
  const [table, setTable] = useState('');
  const [way, setWay] = useState('quick');
  const [target, setTarget] = useState<string | null>(null);
  const datasets = useInfiniteQuery(datasetsQuery());
  const ready = (datasets.data?.pages ?? []).flatMap(({ items }) => items).filter(({ state }) => state === 'ready');
  const explain = useExplain(model.id);
  return (
    <div>
      <div className={styles.form}>
        <TargetChoice model={model} value={target} onChange={setTarget} />
        <Field label="Ways">
          {(control) => (
            <Select
              {...control}
              value={way}
              options={WAYS.map(({ id, label }) => ({ value: id, label }))}
              onChange={setWay}
            />
          )}
        </Field>
        <Field label="Rows">
          {(control) => (
            <Select
              {...control}
              value={String(rows)}
              options={ROWS.map((count) => ({ value: String(count), label: `${formatCountOf(count, 'row')} at most` }))}
              onChange={(text) => setRows(Number(text))}
            />
          )}
        </Field>
        <Field label="Table">
          {(control) => (
            <Select
              {...control}
              value={table}
              placeholder="The one it was trained on"
              options={ready.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setTable}
            />
          )}
        </Field>
        <Button
          look="primary"
          isBusy={explain.isPending}
          onClick={() =>
            explain.mutate(
              { rows, dataset_id: table === '' ? null : table, target, ...orderOf(way) },
              { onSuccess: ({ explanation_id: id }) => onMade(id) },
            )
          }
        >
          Explain
        </Button>
      </div>
      <div aria-live="polite">{explain.error !== null && <Notice tone="bad">{explain.error.message}</Notice>}</div>
    </div>
  );
}

function orderOf(way: string): { methods: string[] | null; seconds: number | null } {
  const seconds = WAYS.find(({ id }) => id === way)?.seconds ?? null;
  return { seconds, methods: seconds === null ? null : ['drop_column'] };
}
