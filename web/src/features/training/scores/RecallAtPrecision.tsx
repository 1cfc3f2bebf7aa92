import type { ScoreCurves } from '../../../api/scores';
import { formatNumber, formatShare } from '../../../lib/format';
import { Table, type TableColumn } from '../../../ui/Table';
import styles from './Scores.module.css';

type Recalls = NonNullable<ScoreCurves['recall_at_precision']>;
type Point = Recalls[number]['points'][number];

/** How much of each class can be found while so many of the finds are right. */
export function RecallAtPrecision({ found }: { found: Recalls }) {
  const rows = (found[0]?.points ?? []).map(({ precision }, at) => ({ precision, at }));
  const columns: TableColumn<(typeof rows)[number]>[] = [
    { id: 'precision', title: 'Precision at least', isNumber: true, cell: ({ precision }) => formatShare(precision) },
    ...found.map(({ of, points }): TableColumn<(typeof rows)[number]> => ({
      id: of,
      title: of,
      isNumber: true,
      cell: ({ at }) => <Reached point={points[at]} />,
    })),
  ];
  return (
    <>
      <Table caption="Recall at a precision" columns={columns} rows={rows} rowKey={({ precision }) => String(precision)} />
      <details className={styles.how}>
        <summary>How to read this</summary>
        <p>
          The largest share of a class that is found while at least so many of the rows said to be of it are, and from which probability
          on. A dash: no threshold is as precise. Chosen on these rows it looks better than it will be on new ones.
        </p>
      </details>
    </>
  );
}

function Reached({ point }: { point: Point | undefined }) {
  if (point === undefined || point.recall === null) return <>–</>;
  return (
    <span className={styles.reach}>
      {formatShare(Math.round(point.recall * 1000) / 1000)}
      {point.threshold !== null && <small>{` from ${formatNumber(point.threshold)}`}</small>}
    </span>
  );
}
