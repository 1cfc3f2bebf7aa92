import type { CrossValidation, FoldLine, RunScores } from '../../../api/scores';
import { formatCountOf, formatNumber } from '../../../lib/format';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import { scoreText } from './score-text';
import styles from './Scores.module.css';

/** How the algorithm fares when other rows are held back. */
export function FoldsPanel({ scores, found }: { scores: RunScores; found: CrossValidation }) {
  const bounds = new Map(scores.table.map((line) => [line.id, line]));
  const columns: TableColumn<FoldLine>[] = [
    { id: 'name', title: 'Score', cell: ({ name }) => name },
    { id: 'value', title: 'Mean', isNumber: true, cell: (line) => <strong title={line.note ?? undefined}>{scoreText(bounds.get(line.id) ?? {}, line.value)}</strong> },
    {
      id: 'interval',
      title: 'Interval',
      isNumber: true,
      cell: (line) => {
        const of = bounds.get(line.id) ?? {};
        return line.low === null ? (line.note ?? '–') : `${scoreText(of, line.low)} to ${scoreText(of, line.high)}`;
      },
    },
    { id: 'spread', title: 'Spread', isNumber: true, cell: ({ spread }) => (spread === null ? '–' : formatNumber(spread)) },
    { id: 'test', title: 'Test rows', isNumber: true, cell: (line) => scoreText(bounds.get(line.id) ?? {}, bounds.get(line.id)?.value) },
  ];
  const rounds = found.repeats > 1 ? `, ${formatCountOf(found.repeats, 'time')}` : '';
  const isNested = found.nested != null;
  return (
    <Panel title={isNested ? 'Nested cross-validation' : 'Cross-validation'} aside={`${formatCountOf(found.folds, 'fold')}${rounds}`} isFlush>
      <Table caption="Scores over the folds" columns={columns} rows={found.table} rowKey={({ id }) => id} />
      <details className={styles.how}>
        <summary>How to read this</summary>
        <p>
          Each fold learned anew from the rows outside the test part but its own, and was judged on its own. The mean says how good the
          algorithm is on such tables; the test rows say how good this very model is, and were looked at once. Folds share most of what
          they learn from, so the interval is wider than their spread alone would make it: {found.method}.
        </p>
        {found.nested != null && (
          <p>
            Nested: each fold tried {formatCountOf(found.nested.trials, 'setting')} of the parameters by itself and was judged with the best,
            so this is how good searching and learning together are. The model kept has the parameters that it was given.
          </p>
        )}
      </details>
    </Panel>
  );
}
