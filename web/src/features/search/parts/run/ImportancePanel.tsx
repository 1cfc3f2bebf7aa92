import { useState } from 'react';
import { ImportanceBars } from '../../../../charts/ImportanceBars';
import type { Search } from '../../../../api/search-answers';
import { formatShare } from '../../../../lib/format';
import { EmptyState } from '../../../../ui/EmptyState';
import { Field } from '../../../../ui/Field';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import styles from '../../SearchRunPage.module.css';
import { useAlgorithmName } from './use-algorithm-name';

/** Which knobs mattered, algorithm by algorithm. */
export function ImportancePanel({ search }: { search: Search }) {
  const nameOf = useAlgorithmName();
  const [chosen, setChosen] = useState<string | null>(null);
  const all = search.outcome?.importances ?? [];
  const ids = [...new Set(all.flatMap(({ algorithm_id: id }) => (id === null ? [] : [id])))];
  const current = ids.find((id) => id === chosen) ?? ids.find((id) => id === search.outcome?.best.algorithm_id) ?? ids[0];
  const own = all.filter(({ algorithm_id: id }) => id !== null && id === current);
  const between = all.find(({ algorithm_id: id }) => id === null);
  return (
    <Panel title="What mattered" aside="functional ANOVA">
      {current === undefined ? (
        <EmptyState title={search.outcome === null ? 'Not weighed yet' : 'Too few trials to tell'}>
          Knobs are weighed once the trials are over; an algorithm needs six finished ones.
        </EmptyState>
      ) : (
        <div className={styles.stack}>
          {between !== undefined && <p>{`${formatShare(between.importance)} of all differences lie between algorithms.`}</p>}
          {ids.length > 1 && (
            <Field label="Knobs of">
              {(control) => (
                <Select {...control} value={current} options={ids.map((id) => ({ value: id, label: nameOf(id) }))} onChange={setChosen} />
              )}
            </Field>
          )}
          <ImportanceBars features={own.map(({ name }) => name)} importances={own.map(({ importance }) => importance)} />
        </div>
      )}
    </Panel>
  );
}
