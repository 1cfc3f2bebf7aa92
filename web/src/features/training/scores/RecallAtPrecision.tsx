import type { ScoreCurves } from '../../../api/scores';
import { formatNumber, formatShare } from '../../../lib/format';
import { scoreText } from '../../../lib/metrics';
import { Table, type TableColumn } from '../../../ui/Table';
import type { RowChoice } from './queries';
import { rowsFrom } from './rows-behind';
import styles from './Scores.module.css';

type Recalls = NonNullable<ScoreCurves['recall_at_precision']>;
type Point = Recalls[number]['points'][number];

/** How much of each class can be found while so many of the finds are right. */
export function RecallAtPrecision({ found, onRows }: { found: Recalls; onRows: (choice: RowChoice) => void }) {
  const rows = (found[0]?.points ?? []).map(({ precision }, at) => ({ precision, at }));
  const columns: TableColumn<(typeof rows)[number]>[] = [
    { id: 'precision', title: 'Precision at least', isNumber: true, cell: ({ precision }) => formatShare(precision) },
    ...found.map(({ of, points }): TableColumn<(typeof rows)[number]> => ({
      id: of,
      title: of,
      isNumber: true,
      cell: ({ at }) => <Reached of={of} point={points[at]} onRows={onRows} />,
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

interface ReachedProps {
  of: string;
  point: Point | undefined;
  onRows: (choice: RowChoice) => void;
}

function Reached({ of, point, onRows }: ReachedProps) {
  if (point === undefined || point.recall === null) return <>–</>;
  const { recall, precision, threshold } = point;
  const share = scoreText('recall', recall);
  if (threshold === null) return <span className={styles.reach}>{share}</span>;
  return (
    <span className={styles.reach}>
      <button type="button" className={styles.behind} title={`The test rows found as ${of} at a precision of ${formatShare(precision)}`} onClick={() => onRows(rowsFrom(of, threshold))}>
        {share}
      </button>
      <small>{` from ${formatNumber(threshold)}`}</small>
    </span>
  );
}
