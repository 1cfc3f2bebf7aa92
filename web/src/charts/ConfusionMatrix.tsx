import { useId, useState } from 'react';
import { formatCount, formatShare } from '../lib/format';
import { ScrollBox } from '../lib/ScrollBox';
import { ChartFrame } from './frame/ChartFrame';
import styles from './ConfusionMatrix.module.css';

const READS =
  'Each row is what was true, each column what the model said. On the diagonal both agree; the darker a cell, the larger its share of the row. A row with two dark cells is a class that is mistaken for another.';

interface ConfusionMatrixProps {
  labels: readonly string[];
  /** Counts, one row per true class, one column per predicted class. */
  counts: readonly (readonly number[])[];
  /** Asks for the rows behind a cell; without it cells cannot be pressed. */
  onChoose?: (truth: string, said: string) => void;
}

const STRONG = 0.55;

/** How often each class was taken for which: the darker, the larger the share of its true class. */
export function ConfusionMatrix({ labels, counts, onChoose }: ConfusionMatrixProps) {
  const [isShare, setIsShare] = useState(false);
  const told = useId();
  const table = () => ({
    head: ['True class', ...labels.map((label) => `said ${label}`)],
    rows: counts.map((row, truth) => [labels[truth] ?? '', ...row]),
  });
  return (
    <ChartFrame title="Confusion matrix" reads={READS} table={table}>
      <ScrollBox label="Classes against what was said" className={styles.box}>
        <p className={styles.says} id={told}>
          Rows are the true classes, columns what the model said{onChoose === undefined ? '.' : '; press a cell to see its rows.'}{' '}
          <button type="button" data-export="no" className={styles.turn} onClick={() => setIsShare(!isShare)}>
            {isShare ? 'Show counts' : 'Show shares'}
          </button>
        </p>
        <table className={styles.matrix} aria-label="Confusion matrix" aria-describedby={told}>
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
                    isShare={isShare}
                    onPress={onChoose === undefined || count === 0 ? null : () => onChoose(labels[truth] ?? '', labels[said] ?? '')}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </ChartFrame>
  );
}

interface CellProps {
  count: number;
  total: number;
  isRight: boolean;
  words: string;
  isShare: boolean;
  onPress: (() => void) | null;
}

function Cell({ count, total, isRight, words, isShare, onPress }: CellProps) {
  const share = total === 0 ? 0 : count / total;
  const text = isShare ? formatShare(share) : formatCount(count);
  const tone = isRight ? 'var(--accent)' : 'var(--chart-2)';
  return (
    <td
      className={styles.cell}
      title={`${words}: ${formatCount(count)} (${formatShare(share)})`}
      style={{ background: `color-mix(in oklab, ${tone} ${depthOf(share)}%, var(--sunken))` }}
      data-strong={share > STRONG ? (isRight ? 'right' : 'wrong') : undefined}
    >
      {onPress === null ? (
        text
      ) : (
        <button type="button" className={styles.press} aria-label={`${words}: ${text}`} onClick={onPress}>
          {text}
        </button>
      )}
    </td>
  );
}

/** How much of the tone a cell has, in per cent; none where neither dark nor light figures are easily read. */
function depthOf(share: number): number {
  return Math.round(share > STRONG ? 80 + (20 * (share - STRONG)) / (1 - STRONG) : (55 * share) / STRONG);
}
