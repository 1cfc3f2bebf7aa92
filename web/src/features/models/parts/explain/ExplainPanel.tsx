import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExplanationList, ModelExplanation } from '../../../../api/explain-answers';
import type { Model } from '../../../../api/types';
import { formatAgo, formatCountOf } from '../../../../lib/format';
import { useNow } from '../../../../lib/use-now';
import { EmptyState } from '../../../../ui/EmptyState';
import { Faces } from '../../../../ui/Faces';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import { explanationsQuery } from '../../explain-queries';
import { ExplainForm } from './ExplainForm';
import { ExplanationView } from './ExplanationView';
import styles from './explain.module.css';

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
                label: `${nameOf(one)}with ${formatCountOf(one.rows, 'row')} at most, ${formatAgo(one.created_at, now)}`,
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

/** What sets an explanation apart from the usual ones. */
function nameOf({ target, methods }: ModelExplanation): string {
  const trained = methods.length === 1 && methods[0] === 'drop_column' ? 'trained again, ' : '';
  return `${target === undefined ? '' : `${target}, `}${trained}`;
}
