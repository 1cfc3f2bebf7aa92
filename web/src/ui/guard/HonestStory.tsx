import { formatCountOf } from '../../lib/format';
import type { HonestStep } from '../../lib/guard';
import { scoreText } from '../../lib/metrics';
import styles from './Guard.module.css';

/** From the score that a table seems to allow to the one that will hold. */
export function HonestStory({ step, isDone }: { step: HonestStep; isDone: boolean }) {
  const what = step.metric === 'accuracy' ? 'of the rows guessed right' : 'R²';
  return (
    <div className={styles.story}>
      <div className={styles.score}>
        <span className={styles.number} data-tone="bad">
          {scoreText(step.metric, step.naive)}
        </span>
        <span>{`${what}, with every column and a random split`}</span>
      </div>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <div className={styles.score}>
        <span className={styles.number} data-tone={isDone ? 'good' : 'plain'}>
          {scoreText(step.metric, step.honest)}
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
