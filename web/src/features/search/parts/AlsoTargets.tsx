import { inferTask } from '../../../api/suggest';
import { formatCount } from '../../../lib/format';
import type { SearchPlan } from '../plan';
import styles from '../SearchPage.module.css';
import { useChoose } from '../use-choose';

const SHOWN = 300;

/** More columns to predict at once: every trial learns all of them, and is judged by their mean. */
export function AlsoTargets({ plan }: { plan: SearchPlan }) {
  const choose = useChoose();
  const chosen = plan.rows.alsoTargets;
  if (plan.target === null) return null;
  const possible = plan.schema.filter(
    (column) =>
      column.name !== plan.target?.name &&
      (chosen.includes(column.name) || plan.task === 'classification' || inferTask(column) === 'regression'),
  );
  const toggle = (name: string) =>
    choose.alsoTargets(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <details className={styles.fold} open={chosen.length > 0 || undefined}>
      <summary>{`Further targets: ${chosen.length === 0 ? 'none' : formatCount(chosen.length)}`}</summary>
      <p>Every trial learns all of them from the same rows, and is judged by the mean of their scores.</p>
      <fieldset className={styles.targets}>
        <legend className="visually-hidden">Also predict</legend>
        {possible.slice(0, SHOWN).map(({ name }) => (
          <label key={name} className={styles.choice}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            {name}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
