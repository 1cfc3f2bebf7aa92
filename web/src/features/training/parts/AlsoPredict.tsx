import { formatCount } from '../../../lib/format';
import { inferTask } from '../../../api/suggest';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import styles from './TargetStep.module.css';

const SHOWN = 300;

/** More columns to predict at once: a model for each, in one training and one bundle. */
export function AlsoPredict({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const chosen = plan.special.alsoTargets;
  const possible = plan.schema.filter(
    (column) =>
      column.name !== plan.target?.name &&
      (chosen.includes(column.name) || plan.task === 'classification' || inferTask(column) === 'regression'),
  );
  const toggle = (name: string) =>
    choose.alsoTargets(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <details className={styles.fold}>
      <summary>{`Further targets: ${chosen.length === 0 ? 'none' : formatCount(chosen.length)}`}</summary>
      <p className={styles.about}>
        Columns to predict at once, from the same features and rows: a model for each, side by side in one training.
      </p>
      <fieldset className={styles.features}>
        <legend className="visually-hidden">Also predict</legend>
        {possible.slice(0, SHOWN).map(({ name }) => (
          <label key={name} className={styles.feature}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <span title={name}>{name}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
