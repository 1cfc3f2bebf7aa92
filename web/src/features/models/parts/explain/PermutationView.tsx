import type { PermutationFound } from '../../../../api/explain-answers';
import { WhiskerBars } from '../../../../charts/explain/WhiskerBars';
import { formatCountOf, formatNumber } from '../../../../lib/format';
import { Table } from '../../../../ui/Table';
import styles from './explain.module.css';

const DRAWN = 15;
const LISTED = 100;

/** How much is lost without each column, and without the groups of columns that say the same. */
export function PermutationView({ found }: { found: PermutationFound }) {
  const { columns, groups, measure, repeats } = found;
  const words = `growth of the ${measure}`;
  return (
    <>
      <WhiskerBars label={`Columns by ${words}`} bars={columns.slice(0, DRAWN).map((one) => barOf(one.name, one))} />
      <p className={styles.note}>
        {`Bars are the ${words} over ${formatNumber(found.before ?? 0)}, the mean of ${String(repeats)} shuffles of `}
        {`${formatCountOf(found.rows, 'row')}; whiskers hold nine in ten of them.`}
      </p>
      {groups.length > 0 && (
        <>
          <h3>Columns that share credit</h3>
          <p className={styles.note}>
            {`These say nearly the same (rank correlation of ${String(found.alike)} and more), and were shuffled together.`}
          </p>
          <WhiskerBars label="Groups of columns" bars={groups.map((one) => barOf(one.columns.join(', '), one))} />
        </>
      )}
      <details className={styles.more}>
        <summary>As a table</summary>
        <Table
          caption="Permutation importance"
          rows={columns.slice(0, LISTED)}
          rowKey={({ name }) => name}
          columns={[
            { id: 'name', title: 'Column', isWide: true, cell: ({ name }) => name },
            { id: 'mean', title: 'Mean', isNumber: true, cell: ({ mean }) => formatNumber(mean ?? 0) },
            { id: 'spread', title: 'Spread', isNumber: true, cell: ({ spread }) => formatNumber(spread ?? 0) },
            { id: 'group', title: 'Shares with', cell: ({ name, group }) => sharersOf(name, group, groups) },
          ]}
        />
      </details>
    </>
  );
}

function barOf(name: string, { mean, low, high }: PermutationFound['groups'][number] | PermutationFound['columns'][number]) {
  return { name, value: mean ?? 0, low: low ?? undefined, high: high ?? undefined };
}

function sharersOf(name: string, group: number | null, groups: PermutationFound['groups']): string {
  const together = group === null ? undefined : groups[group];
  return together === undefined ? '' : together.columns.filter((one) => one !== name).join(', ');
}
