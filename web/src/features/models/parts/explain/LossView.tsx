import type { LossFound } from '../../../../api/explain-answers';
import { WhiskerBars } from '../../../../charts/explain/WhiskerBars';
import { formatNumber } from '../../../../lib/format';
import { Table } from '../../../../ui/Table';
import styles from './explain.module.css';

const DRAWN = 15;
const LISTED = 100;

interface LossViewProps {
  found: LossFound;
  caption: string;
  /** What bars and whiskers are, behind "Bars are the growth of the …". */
  note: string;
  /** What was done with the columns of a group. */
  together: string;
}

/** How much is lost without each column, and without the groups of columns that say the same. */
export function LossView({ found, caption, note, together }: LossViewProps) {
  const { columns, groups } = found;
  const words = `growth of the ${found.measure}`;
  return (
    <>
      <WhiskerBars label={`Columns by ${words}`} bars={columns.slice(0, DRAWN).map((one) => barOf(one.name, one))} />
      <p className={styles.note}>{`Bars are the ${words} over ${formatNumber(found.before ?? 0)}, ${note}`}</p>
      {groups.length > 0 && (
        <>
          <h3>Columns that share credit</h3>
          <p className={styles.note}>
            {`These say nearly the same (rank correlation of ${String(found.alike)} and more), and were ${together}.`}
          </p>
          <WhiskerBars label="Groups of columns" bars={groups.map((one) => barOf(one.columns.join(', '), one))} />
        </>
      )}
      <details className={styles.more}>
        <summary>As a table</summary>
        <Table
          caption={caption}
          rows={columns.slice(0, LISTED)}
          rowKey={({ name }) => name}
          columns={[
            { id: 'name', title: 'Column', isWide: true, cell: (one) => one.name },
            { id: 'mean', title: 'Mean', isNumber: true, cell: ({ mean }) => formatNumber(mean ?? 0) },
            { id: 'spread', title: 'Spread', isNumber: true, cell: ({ spread }) => formatNumber(spread ?? 0) },
            { id: 'group', title: 'Shares with', cell: ({ name, group }) => sharersOf(name, group, groups) },
          ]}
        />
      </details>
    </>
  );
}

function barOf(name: string, { mean, low, high }: LossFound['groups'][number] | LossFound['columns'][number]) {
  return { name, value: mean ?? 0, low: low ?? undefined, high: high ?? undefined };
}

function sharersOf(name: string, group: number | null, groups: LossFound['groups']): string {
  const together = group === null ? undefined : groups[group];
  return together === undefined ? '' : together.columns.filter((one) => one !== name).join(', ');
}
