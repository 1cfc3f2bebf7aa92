import { useState } from 'react';
import { ImportanceBars } from '../../../../charts/ImportanceBars';
import type { Search, Trial } from '../../../../api/search-answers';
import { formatShare } from '../../../../lib/format';
import { EmptyState } from '../../../../ui/EmptyState';
import { Field } from '../../../../ui/Field';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import styles from '../../SearchRunPage.module.css';
import { whyNotWeighed } from '../../words';
import { useAlgorithmName } from './use-algorithm-name';

/** Which knobs mattered, algorithm by algorithm. */
export function ImportancePanel({ search, trials }: { search: Search; trials: readonly Trial[] }) {
  const nameOf = useAlgorithmName();
  const [chosen, setChosen] = useState<string | null>(null);
  const all = search.outcome?.importances ?? [];
  const ids = [...new Set(all.flatMap(({ algorithm_id: id }) => (id === null ? [] : [id])))];
  const current = ids.find((id) => id === chosen) ?? ids.find((id) => id === search.outcome?.best.algorithm_id) ?? ids[0];
  const own = all.filter(({ algorithm_id: id }) => id !== null && id === current);
  const between = all.find(({ algorithm_id: id }) => id === null);
  const why = whyNotWeighed(search.outcome !== null, trials);
  return (
    <Panel title="What mattered" aside="functional ANOVA">
      {current === undefined ? (
        <EmptyState title={why.title}>{why.text}</EmptyState>
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
