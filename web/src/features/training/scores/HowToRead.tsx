import type { RunScores, ScoreLine } from '../../../api/scores';
import { formatShare } from '../../../lib/format';
import styles from './Scores.module.css';

/** What the numbers mean, how their intervals were found, and where they end. */
export function HowToRead({ scores, lines }: { scores: RunScores; lines: readonly ScoreLine[] }) {
  const methods = [...new Set(lines.flatMap(({ method }) => (method === null ? [] : [method])))];
  return (
    <details className={styles.how}>
      <summary>How to read this</summary>
      <p>
        The scores come from rows that neither the training nor the choice of its best moment has seen, looked at once for this run. Drawn again and
        again, such rows would give intervals that hold the true value {formatShare(scores.level)} of the time
        {scores.groups === null ? '.' : '; rows of one group count as one, since they resemble each other.'}
      </p>
      <ul>
        {Object.entries(scores.baselines).map(([which, what]) => (
          <li key={which}>
            <strong>{which === 'baseline' ? 'No model' : 'One column'}</strong>: {what}. ≈ marks scores whose interval reaches it.
          </li>
        ))}
        {lines.map((line) => line.reads !== undefined && (
          <li key={line.id}>
            <strong>{line.name}</strong>: {line.reads}
          </li>
        ))}
        <li>
          <strong>Intervals by</strong>: {methods.join('; ')}.
        </li>
      </ul>
    </details>
  );
}
