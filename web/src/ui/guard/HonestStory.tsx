import { formatCountOf, formatNumber } from '../../lib/format';
import type { HonestStep } from '../../lib/guard';
import styles from './Guard.module.css';

/** From the score that a table seems to allow to the one that will hold. */
export function HonestStory({ step, isDone }: { step: HonestStep; isDone: boolean }) {
  const what = step.metric === 'accuracy' ? 'of the rows guessed right' : 'R²';
  return (
    <div className={styles.story}>
      <div className={styles.score}>
        <span className={styles.number} data-tone="bad">
          {text(step, step.naive)}
        </span>
        <span>{`${what}, with every column and a random split`}</span>
      </div>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <div className={styles.score}>
        <span className={styles.number} data-tone={isDone ? 'good' : 'plain'}>
          {text(step, step.honest)}
        </span>
        <span>{`${what}, ${honestWords(step)}`}</span>
      </div>
    </div>
  );
}

function honestWords({ columns }: HonestStep): string {
  if (columns.length === 0) return 'with things kept together that belong together';
  return `without ${formatCountOf(columns.length, 'column')} that give the answer away`;
}

function text({ metric }: HonestStep, value: number): string {
  if (metric !== 'accuracy') return formatNumber(value);
  return `${(100 * value).toFixed(value > 0.99 ? 2 : 1)} %`;
}
