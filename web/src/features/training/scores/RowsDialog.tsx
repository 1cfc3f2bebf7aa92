import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TestRow, TestRows } from '../../../api/scores';
import { formatCount, formatCountOf, formatNumber, formatShare } from '../../../lib/format';
import { ScrollBox } from '../../../lib/ScrollBox';
import { Button } from '../../../ui/Button';
import { CellValue } from '../../../ui/CellValue';
import { Dialog } from '../../../ui/Dialog';
import { Faces } from '../../../ui/Faces';
import { Notice } from '../../../ui/Notice';
import { ROWS_A_PAGE, testRowsQuery, type RowChoice } from './queries';
import { groupName, measureName } from './rows-described';
import styles from './Scores.module.css';

interface RowsDialogProps {
  runId: string;
  /** Which of several targets they are of. */
  target?: string | null;
  choice: RowChoice | null;
  onClose: () => void;
}

/** The rows behind a number, those first that were most surely wrong, or are the oddest. */
export function RowsDialog({ runId, target = null, choice, onClose }: RowsDialogProps) {
  return (
    <Dialog title={choice?.title ?? 'Test rows'} isOpen={choice !== null} onClose={onClose} isWide>
      {choice !== null && <Pages key={choice.title} runId={runId} target={target} choice={choice} />}
    </Dialog>
  );
}

function Pages({ runId, target, choice }: { runId: string; target: string | null; choice: RowChoice }) {
  const [page, setPage] = useState(0);
  const query = useQuery(testRowsQuery(runId, target, choice.rows, page));
  return (
    <Faces of="rows" query={query}>
      {(found) => (
        <>
          {found.part === 'train' && <Notice tone="accent">These are training rows: the method knows no others.</Notice>}
          {found.why_no_cells !== null && <Notice tone="accent">{found.why_no_cells}</Notice>}
          <Rows found={found} />
          <div className={styles.pages}>
            <Button disabled={page === 0} onClick={() => setPage(page - 1)}>
              Before
            </Button>
            <span>{formatCountOf(found.total, 'row')}</span>
            <Button disabled={(page + 1) * ROWS_A_PAGE >= found.total} onClick={() => setPage(page + 1)}>
              Next
            </Button>
          </div>
        </>
      )}
    </Faces>
  );
}

function Rows({ found }: { found: TestRows }) {
  const columns = found.cells?.columns ?? [];
  const said = saidColumns(found);
  return (
    <ScrollBox label="Rows" className={styles.rows}>
      <table>
        <thead>
          <tr>
            {['Row', ...said.map(({ title }) => title), ...columns].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((line, at) => (
            <tr key={line.row}>
              <th scope="row">{formatCount(line.row + 1)}</th>
              {said.map(({ title, text }) => (
                <td key={title}>{text(line)}</td>
              ))}
              {(found.cells?.rows[at] ?? []).map((cell, place) => (
                <td key={columns[place] ?? place}>
                  <CellValue value={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface SaidColumn {
  title: string;
  text: (line: TestRow) => string;
}

/** What is told of each row beside its cells. */
function saidColumns({ rows }: TestRows): SaidColumn[] {
  const measures = rows[0]?.measures;
  if (measures !== undefined) {
    return [
      ...(rows.some(({ predicted }) => predicted !== null) ? [{ title: 'Found', text: ({ predicted }: TestRow) => groupName(shown(predicted)) }] : []),
      ...(rows.some(({ truth }) => truth !== null) ? [{ title: 'Label', text: ({ truth }: TestRow) => shown(truth) }] : []),
      ...Object.keys(measures).map((name) => ({ title: measureName(name), text: (line: TestRow) => shown(line.measures?.[name] ?? null) })),
    ];
  }
  return [
    { title: 'True', text: ({ truth }) => shown(truth) },
    { title: 'Predicted', text: ({ predicted }) => shown(predicted) },
    // Predicted numbers have no probability.
    ...(rows.some(({ probabilities }) => probabilities !== null)
      ? [{ title: 'Probability of the true one', text: ({ probabilities, truth }: TestRow) => formatShare(probabilities?.[String(truth)] ?? 0) }]
      : []),
  ];
}

function shown(value: TestRow['truth']): string {
  if (value === null) return '–';
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
