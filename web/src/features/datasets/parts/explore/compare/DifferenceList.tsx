import { useState } from 'react';
import type { Comparison } from '../../../../../api/table';
import { formatCount, formatCountOf } from '../../../../../lib/format';
import { Button } from '../../../../../ui/Button';
import styles from './Compare.module.css';
import { Difference } from './Difference';

const AT_ONCE = 60;

interface DifferenceListProps {
  comparison: Comparison;
  /** The columns that the filters ask about: these differ because they were made to. */
  chosenBy: ReadonlySet<string>;
}

/** The columns of a table, those that differ most first. */
export function DifferenceList({ comparison, chosenBy }: DifferenceListProps) {
  const [shown, setShown] = useState(AT_ONCE);
  const { rows_a: inA, rows_b: inB, sampled_rows: sampled, note } = comparison;
  const columns = comparison.columns.filter(({ name }) => !chosenBy.has(name));
  const made = comparison.columns.filter(({ name }) => chosenBy.has(name));
  const rest = columns.length - shown;
  return (
    <>
      <p className={styles.sizes} role="status">
        {`${formatCountOf(inA, 'row')} in A, ${formatCount(inB)} in B`}
        {sampled !== null && ` · judged by a sample of ${sampled.map(formatCount).join(' and ')}`}
      </p>
      <ol className={styles.list}>
        {columns.slice(0, shown).map((column) => (
          <Difference key={column.name} column={column} />
        ))}
      </ol>
      {rest > 0 && <Button onClick={() => setShown(shown + AT_ONCE)}>{`Show more of ${formatCount(rest)}`}</Button>}
      {made.length > 0 && (
        <>
          <h3>What the filters themselves ask about</h3>
          <ol className={styles.list}>
            {made.map((column) => (
              <Difference key={column.name} column={column} />
            ))}
          </ol>
        </>
      )}
      <p className={styles.note}>{note}</p>
    </>
  );
}
