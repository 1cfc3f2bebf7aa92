import { formatCount, formatShare } from '../lib/format';
import styles from './ConfusionMatrix.module.css';

interface ConfusionMatrixProps {
  labels: readonly string[];
  /** Counts, one row per true class, one column per predicted class. */
  counts: readonly (readonly number[])[];
}

/** How often each class was taken for which: the darker, the larger the share of its true class. */
export function ConfusionMatrix({ labels, counts }: ConfusionMatrixProps) {
  return (
    // A scrolling box must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.box} role="region" aria-label="Confusion matrix" tabIndex={0}>
      <table className={styles.matrix}>
        <caption>Rows are the true classes, columns what the model said.</caption>
        <thead>
          <tr>
            <td />
            {labels.map((label) => (
              <th key={label} scope="col" title={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, truth) => (
            <tr key={labels[truth] ?? truth}>
              <th scope="row" title={labels[truth]}>
                {labels[truth]}
              </th>
              {row.map((count, said) => (
                <Cell
                  key={labels[said] ?? said}
                  count={count}
                  total={row.reduce((sum, one) => sum + one, 0)}
                  isRight={truth === said}
                  words={`${labels[truth] ?? ''} taken for ${labels[said] ?? ''}`}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  count: number;
  total: number;
  isRight: boolean;
  words: string;
}

function Cell({ count, total, isRight, words }: CellProps) {
  const share = total === 0 ? 0 : count / total;
  const tone = isRight ? 'var(--accent)' : 'var(--chart-2)';
  return (
    <td
      className={styles.cell}
      title={`${words}: ${formatCount(count)} (${formatShare(share)})`}
      style={{ background: `color-mix(in oklab, ${tone} ${Math.round(share * 85)}%, var(--sunken))` }}
      data-strong={share > 0.55 || undefined}
    >
      {formatCount(count)}
    </td>
  );
}
