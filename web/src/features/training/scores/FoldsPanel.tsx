import type { CrossValidation, FoldLine, RunScores } from '../../../api/scores';
import { formatCountOf } from '../../../lib/format';
import { intervalText, scoreText } from '../../../lib/metrics';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import styles from './Scores.module.css';

/** What is to be said of some of the scores, each once with the scores that it is said of. */
function notesOf(lines: readonly FoldLine[]): [note: string, names: string[]][] {
  const told = new Map<string, string[]>();
  for (const { name, low, note } of lines) {
    if (note !== null && low !== null) told.set(note, [...(told.get(note) ?? []), name]);
  }
  return [...told];
}

/** How the algorithm fares when other rows are held back. */
export function FoldsPanel({ scores, found }: { scores: RunScores; found: CrossValidation }) {
  const onTest = new Map(scores.table.map((line) => [line.id, line]));
  const columns: TableColumn<FoldLine>[] = [
    { id: 'name', title: 'Score', cell: ({ name }) => name },
    { id: 'value', title: 'Mean', isNumber: true, cell: (line) => <strong title={line.note ?? undefined}>{scoreText(line.id, line.value)}</strong> },
    {
      id: 'interval',
      title: 'Interval',
      isNumber: true,
      cell: ({ id, low, high, note }) => (low === null ? (note ?? '–') : intervalText(id, low, high)),
    },
    { id: 'spread', title: 'Spread', isNumber: true, cell: ({ id, spread }) => scoreText(id, spread) },
    { id: 'test', title: 'Test rows', isNumber: true, cell: (line) => scoreText(line.id, onTest.get(line.id)?.value) },
  ];
  const rounds = found.repeats > 1 ? `, ${formatCountOf(found.repeats, 'time')}` : '';
  const isNested = found.nested != null;
  return (
    <Panel title={isNested ? 'Nested cross-validation' : 'Cross-validation'} aside={`${formatCountOf(found.folds, 'fold')}${rounds}`} isFlush>
      <Table caption="Scores over the folds" columns={columns} rows={found.table} rowKey={({ id }) => id} />
      {notesOf(found.table).map(([note, names]) => (
        <p key={note} className={styles.note}>{`${names.join(', ')}: ${note}`}</p>
      ))}
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
