import type { InteractionsFound } from '../../../../api/explain-answers';
import { WhiskerBars } from '../../../../charts/explain/WhiskerBars';
import { formatCountOf, formatNumber, formatShare } from '../../../../lib/format';
import { Table } from '../../../../ui/Table';
import styles from './explain.module.css';

/** Pairs of columns and how much of what they do together neither does alone. */
export function InteractionsView({ found }: { found: InteractionsFound }) {
  const nameOf = (columns: readonly string[]) => columns.join(' × ');
  return (
    <>
      <WhiskerBars
        label="Pairs of columns by the share of what they do together"
        bars={found.pairs.map(({ columns, share }) => ({ name: nameOf(columns), value: share ?? 0 }))}
      />
      <p className={styles.note}>{`Friedman's H², found on ${formatCountOf(found.rows, 'row')}.`}</p>
      <details className={styles.more}>
        <summary>As a table</summary>
        <Table
          caption="Interactions"
          rows={found.pairs}
          rowKey={({ columns }) => nameOf(columns)}
          columns={[
            { id: 'pair', title: 'Columns', isWide: true, cell: ({ columns }) => nameOf(columns) },
            {
              id: 'share',
              title: 'Share',
              isNumber: true,
              cell: ({ share }) => (share === null ? 'nothing moves' : formatShare(share)),
            },
            { id: 'size', title: 'Size', isNumber: true, cell: ({ size }) => formatNumber(size ?? 0) },
          ]}
        />
      </details>
    </>
  );
}
