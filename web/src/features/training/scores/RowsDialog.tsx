import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TestRows } from '../../../api/scores';
import { formatCountOf, formatNumber, formatShare } from '../../../lib/format';
import { ScrollBox } from '../../../lib/ScrollBox';
import { Button } from '../../../ui/Button';
import { CellValue } from '../../../ui/CellValue';
import { Dialog } from '../../../ui/Dialog';
import { Faces } from '../../../ui/Faces';
import { Notice } from '../../../ui/Notice';
import { ROWS_A_PAGE, testRowsQuery, type RowChoice } from './queries';
import styles from './Scores.module.css';

interface RowsDialogProps {
  runId: string;
  /** Which of several targets they are of. */
  target?: string | null;
  choice: RowChoice | null;
  onClose: () => void;
}

/** The test rows behind a number, those first that were most surely wrong. */
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
  return (
    <ScrollBox label="Test rows" className={styles.rows}>
      <table>
        <thead>
          <tr>
            {['Row', 'True', 'Predicted', 'Probability of the true one', ...columns].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((line, at) => (
            <tr key={line.row}>
              <th scope="row">{line.row + 1}</th>
              <td>{shown(line.truth)}</td>
              <td>{shown(line.predicted)}</td>
              <td>{line.probabilities === null ? '–' : formatShare(line.probabilities[String(line.truth)] ?? 0)}</td>
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

function shown(value: TestRows['rows'][number]['truth']): string {
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
