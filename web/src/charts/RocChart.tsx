import { scoreText } from '../lib/metrics';
import { SquareChart } from './square/SquareChart';

export interface RocLine {
  label: string;
  fpr: readonly number[];
  tpr: readonly number[];
  /** From which probability on rows count as of the class, at each point; null where none do. Older runs do not tell. */
  from?: readonly (number | null)[];
  auc: number | null;
}

interface RocChartProps {
  lines: readonly RocLine[];
  /** Asks for the rows that count at a point of a line. */
  onChoose?: (line: number, point: number) => void;
}

const READS =
  'Towards the upper left is better: more of a class is found for fewer false alarms. On the dashed diagonal it is no better than guessing; the area under a curve is the chance that a row of the class is held for more likely of it than another row.';

/** True against false positive rate, one line per class; the diagonal is guessing. */
export function RocChart({ lines, onChoose }: RocChartProps) {
  return (
    <SquareChart
      label="ROC curves"
      reads={READS}
      xLabel="False positive rate"
      yLabel="True positive rate"
      hasDiagonal
      {...(onChoose && { onChoose })}
      lines={lines.map(({ label, fpr, tpr, from, auc }) => ({
        label,
        x: fpr,
        y: tpr,
        ...(from && { from }),
        ...(auc !== null && { note: `AUC ${scoreText('auc', auc)}` }),
      }))}
    />
  );
}
