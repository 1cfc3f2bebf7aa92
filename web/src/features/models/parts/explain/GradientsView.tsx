import type { GradientsFound } from '../../../../api/explain-answers';
import { formatNumber, formatShare } from '../../../../lib/format';
import { ContributionsView } from './ContributionsView';
import { textOf } from './cell-text';
import styles from './explain.module.css';

/** What columns add on the way from a usual row, which row that is, and how well the sums come out. */
export function GradientsView({ found }: { found: GradientsFound }) {
  const { gap, gap_share: share, steps } = found;
  return (
    <>
      <ContributionsView found={found} start="at the usual row" />
      <p className={styles.note}>
        {`In ${String(steps)} steps the sums miss what the network says by ${formatNumber(gap ?? 0)} in the mean`}
        {share === null ? '.' : `: ${formatShare(share)} of how far rows are from the usual one.`}
      </p>
      <details className={styles.more}>
        <summary>The usual row</summary>
        <ul className={styles.reasons}>
          {found.baseline.map(({ name, value, is_mean: isMean }) => (
            <li key={name}>{`${name}: ${isMean ? 'a text of mean numbers' : textOf(value)}`}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
