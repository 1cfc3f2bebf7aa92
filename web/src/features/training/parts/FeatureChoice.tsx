import { useState } from 'react';
import { formatCount } from '../../../lib/format';
import { Button } from '../../../ui/Button';
import { SearchInput } from '../../../ui/SearchInput';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import { FeatureCheckbox } from './FeatureCheckbox';
import styles from './TargetStep.module.css';

const SHOWN = 300;

/** The columns to learn from; what cannot help is left out with its reason, and can be taken back. */
export function FeatureChoice({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const [search, setSearch] = useState('');
  const others = plan.schema.filter(({ name }) => name !== plan.target?.name);
  const chosen = new Set(plan.features);
  const matching = others.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    choose.features(others.map((column) => column.name).filter((one) => next.has(one)));
  };
  return (
    <details className={styles.fold}>
      <summary>{`Features: ${formatCount(chosen.size)} of ${formatCount(others.length)} columns`}</summary>
      <div className={styles.tools}>
        <SearchInput label="Search columns" value={search} onChange={setSearch} />
        <Button look="quiet" onClick={() => choose.features(null)}>
          Suggested
        </Button>
        <Button look="quiet" onClick={() => choose.features(others.map(({ name }) => name))}>
          All
        </Button>
        <Button look="quiet" onClick={() => choose.features([])}>
          None
        </Button>
      </div>
      <fieldset className={styles.features}>
        <legend className="visually-hidden">Columns to learn from</legend>
        {matching.slice(0, SHOWN).map((column) => (
          <FeatureCheckbox
            key={column.name}
            column={column}
            rows={plan.dataset?.rows ?? 0}
            isChosen={chosen.has(column.name)}
            onToggle={() => toggle(column.name)}
          />
        ))}
      </fieldset>
      {matching.length > SHOWN && (
        <p>{`${formatCount(matching.length - SHOWN)} more columns; search to see them.`}</p>
      )}
    </details>
  );
}
