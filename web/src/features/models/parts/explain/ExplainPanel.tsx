import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExplanationList } from '../../../../api/explain-answers';
import { datasetsQuery } from '../../../../api/queries';
import type { Model } from '../../../../api/types';
import { formatAgo, formatCountOf } from '../../../../lib/format';
import { useNow } from '../../../../lib/use-now';
import { Button } from '../../../../ui/Button';
import { EmptyState } from '../../../../ui/EmptyState';
import { Faces } from '../../../../ui/Faces';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import { explanationsQuery, useExplain } from '../../explain-queries';
import { ExplanationView } from './ExplanationView';
import { TargetChoice } from './TargetChoice';
import styles from './explain.module.css';

const ROWS = [200, 1000, 5000];

/** Why the model says what it says: found by asking it about many rows, and kept. */
export function ExplainPanel({ model }: { model: Model }) {
  const query = useQuery(explanationsQuery(model.id));
  return (
    <Panel title="Explanations" aside="what it heeds, and how far to believe that">
      <Faces of="explanations" query={query}>
        {(list) =>
          list.why_not === null ? <Explanations model={model} list={list} /> : <Notice tone="accent">{list.why_not}</Notice>
        }
      </Faces>
    </Panel>
  );
}

function Explanations({ model, list }: { model: Model; list: ExplanationList }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const now = useNow(60_000);
  const shown = list.explanations.find(({ id }) => id === chosen) ?? list.explanations[0];
  return (
    <div className={styles.panel}>
      <ExplainForm model={model} onMade={setChosen} />
      {list.explanations.length > 1 && shown !== undefined && (
        <Field label="Explanation">
          {(control) => (
            <Select
              {...control}
              value={shown.id}
              options={list.explanations.map((one) => ({
                value: one.id,
                label: `${one.target === undefined ? '' : `${one.target}, `}with ${formatCountOf(one.rows, 'row')} at most, ${formatAgo(one.created_at, now)}`,
              }))}
              onChange={setChosen}
            />
          )}
        </Field>
      )}
      {shown === undefined ? (
        <EmptyState title="Not explained yet">
          The model is asked about rows that were changed on purpose, on rows that it did not learn from where there are
          enough of them. It takes some seconds.
        </EmptyState>
      ) : (
        <ExplanationView
          key={shown.id}
          explanation={shown}
          methods={list.methods}
          onRemoved={() => setChosen(null)}
        />
      )}
    </div>
  );
}

/** Asks for an explanation: with how many rows, and of which table. */
function ExplainForm({ model, onMade }: { model: Model; onMade: (id: string) => void }) {
  const [rows, setRows] = useState(1000);
  const [table, setTable] = useState('');
  const [target, setTarget] = useState<string | null>(null);
  const datasets = useInfiniteQuery(datasetsQuery());
  const ready = (datasets.data?.pages ?? []).flatMap(({ items }) => items).filter(({ state }) => state === 'ready');
  const explain = useExplain(model.id);
  return (
    <div>
      <div className={styles.form}>
        <TargetChoice model={model} value={target} onChange={setTarget} />
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
              { rows, dataset_id: table === '' ? null : table, target },
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
