import type { CalibrationReport, CalibrationSide, RunScores } from '../../../api/scores';
import type { SquareLine } from '../../../charts/square/line';
import { SquareChart } from '../../../charts/square/SquareChart';
import { calibrationName } from '../../../lib/calibration';
import { formatCountOf } from '../../../lib/format';
import { intervalText, scoreText } from '../../../lib/metrics';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import type { RowChoice } from './queries';
import { rowsInBin } from './rows-behind';
import styles from './Scores.module.css';

interface CalibrationPanelProps {
  scores: RunScores;
  found: CalibrationReport;
  onRows: (choice: RowChoice) => void;
}

/** What calibrating did to the probabilities, on rows that it was not fitted on. */
export function CalibrationPanel({ scores, found, onRows }: CalibrationPanelProps) {
  if (!found.is_applied) {
    return (
      <Panel title="Calibration" aside={calibrationName(found.method)}>
        <Notice tone="brass">{`The probabilities are as the model came by them. ${found.why_not}`}</Notice>
      </Panel>
    );
  }
  const isPressed = found.after.bins.every(({ from }) => from !== undefined);
  const rows = LINES.map((line) => ({ ...line, before: found.before[line.id], after: found.after[line.id] }));
  return (
    <Panel title="Calibration" aside={`${calibrationName(found.method)}, fitted on ${formatCountOf(found.rows, 'validation row')}`}>
      {found.notes.map((note, at) => (
        <Notice key={note} tone={at === 0 ? TONES[found.verdict] : 'brass'}>
          {note}
        </Notice>
      ))}
      <div className={styles.charts}>
        <SquareChart
          label="How often it came true against the stated probability, before and after"
          reads="On the diagonal probabilities come true as often as they say; upright lines are 95% intervals."
          xLabel="Stated probability"
          yLabel="Came true"
          hasDiagonal
          {...(isPressed && { onChoose: (_: number, at: number) => onRows(rowsInBin(null, found.after.bins, at)) })}
          lines={[
            // The probabilities of before are not kept, so that no rows can be found by them.
            { ...lineOf('before', found.before), from: found.before.bins.map(() => null) },
            { ...lineOf('after', found.after), ...(isPressed && { from: found.after.bins.map(({ from = null }) => from) }) },
          ]}
        />
        <div>
          <Table caption="Probabilities before and after" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />
        </div>
      </div>
      <details className={styles.how}>
        <summary>How to read this</summary>
        <p>
          The calibration was fitted on the validation rows and judged on {formatCountOf(scores.rows, 'test row')}, which neither it nor
          the training has seen. Whether it helped is told by log loss and Brier score, compared row by row. The validation rows have also
          steered the training, so where a model learned long on few rows some of its sureness may be left.
        </p>
      </details>
    </Panel>
  );
}

const LINES = [
  { id: 'log_loss', name: 'Log loss' },
  { id: 'brier', name: 'Brier score' },
  { id: 'calibration_error', name: 'Calibration error' },
] as const;

type Row = (typeof LINES)[number] & { before: CalibrationSide['brier']; after: CalibrationSide['brier'] };

const COLUMNS: TableColumn<Row>[] = [
  { id: 'name', title: 'Lower is better', cell: ({ name }) => name },
  { id: 'before', title: 'Before', isNumber: true, cell: ({ id, before }) => <Reach id={id} line={before} /> },
  { id: 'after', title: 'After', isNumber: true, cell: ({ id, after }) => <Reach id={id} line={after} /> },
];

function Reach({ id, line: { value, low, high } }: { id: string; line: CalibrationSide['brier'] }) {
  if (value === null) return <>–</>;
  return (
    <span className={styles.reach}>
      {scoreText(id, value)}
      {low !== null && high !== null && <small>{` ${intervalText(id, low, high)}`}</small>}
    </span>
  );
}

function lineOf(label: string, { bins }: CalibrationSide): SquareLine {
  return {
    label,
    x: bins.map(({ stated }) => stated),
    y: bins.map(({ came_true: y }) => y),
    low: bins.map(({ low }) => low),
    high: bins.map(({ high }) => high),
  };
}

/** How the first of the notes is told, which says whether it helped. */
const TONES = { better: 'accent', worse: 'bad', tie: 'brass' } as const;
