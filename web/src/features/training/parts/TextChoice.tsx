import { formatCountOf } from '../../../lib/format';
import type { Plan } from '../plan';
import { canBeText, isText } from '../special';
import { useChoose } from '../use-choose';
import styles from './TargetStep.module.css';

/** Which of the chosen columns are read as texts: their words and letter groups become numbers. */
export function TextChoice({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const learned = new Set(plan.features);
  const possible = plan.schema.filter((column) => learned.has(column.name) && canBeText(column));
  if (possible.length === 0) return null;
  const read = possible.filter((column) => isText(column, plan.special.texts)).map(({ name }) => name);
  const toggle = (name: string) =>
    choose.texts(read.includes(name) ? read.filter((one) => one !== name) : [...read, name]);
  return (
    <details className={styles.fold}>
      <summary>{read.length === 0 ? 'Texts: none' : `Texts: ${formatCountOf(read.length, 'column')}`}</summary>
      <p className={styles.about}>
        Of a text, words and letter groups become a few numbers, learned from the training rows alone. A column that is
        not read so counts as categories.
      </p>
      <fieldset className={styles.features}>
        <legend className="visually-hidden">Columns to read as texts</legend>
        {possible.map(({ name, examples }) => (
          <label key={name} className={styles.feature}>
            <input type="checkbox" checked={read.includes(name)} onChange={() => toggle(name)} />
            <span title={String(examples[0] ?? '')}>{name}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
