import type { ReactNode } from 'react';
import type { RunScores } from '../../../api/scores';
import { SquareChart } from '../../../charts/square/SquareChart';
import { scoreText } from '../../../lib/metrics';
import { Panel } from '../../../ui/Panel';
import { CalibrationCurve } from './CalibrationCurve';
import type { RowChoice } from './queries';
import { RecallAtPrecision } from './RecallAtPrecision';
import { reachOf } from './residuals';
import { rowAt, rowsAtPoint } from './rows-behind';
import styles from './Scores.module.css';

/** The curves behind the scores. */
export function ScoreCharts({ scores, onRows }: { scores: RunScores; onRows: (choice: RowChoice) => void }) {
  const { precision_recall: precision = [], gain = [], calibration = [], predictions, recall_at_precision: recalls = [] } = scores.curves;
  const area = new Map(scores.classes.filter(({ id }) => id === 'average_precision').map(({ of, value }) => [of, value]));
  return (
    <Panel title="Behind the scores">
      <div className={styles.charts}>
        {predictions !== undefined && <Predicted {...predictions} onRows={onRows} />}
        {precision.length > 0 && (
          <Chart title="Precision and recall">
            <SquareChart
              label="Precision against recall"
              reads="Up and to the right is better; guessing lies at the share of the class."
              xLabel="Recall"
              yLabel="Precision"
              {...rowsAtPoint(precision, onRows)}
              lines={precision.map(({ of, recall, precision: y, threshold: from }) => ({ label: of, x: recall, y, ...(from && { from }), note: noteOf(area.get(of)) }))}
            />
          </Chart>
        )}
        {recalls.length > 0 && (
          <Chart title="Recall at a precision">
            <RecallAtPrecision found={recalls} onRows={onRows} />
          </Chart>
        )}
        {calibration.length > 0 && (
          <Chart title="Calibration">
            <CalibrationCurve curves={calibration} onRows={onRows} />
          </Chart>
        )}
        {gain.length > 0 && <Gain gain={gain} onRows={onRows} />}
        {gain.length > 0 && <Lift gain={gain} onRows={onRows} />}
      </div>
    </Panel>
  );
}

interface GainProps {
  gain: NonNullable<RunScores['curves']['gain']>;
  onRows: (choice: RowChoice) => void;
}

function Chart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Gain({ gain, onRows }: GainProps) {
  return (
    <Chart title="Gain">
      <SquareChart
        label="Share of each class found against share of rows looked at"
        reads="Which share of a class is found by looking at so many of the most probable rows; the diagonal is looking at random."
        xLabel="Rows looked at"
        yLabel="Found"
        hasDiagonal
        {...rowsAtPoint(gain, onRows)}
        lines={gain.map(({ of, looked_at: x, found: y, threshold: from }) => ({ label: of, x, y, ...(from && { from }) }))}
      />
    </Chart>
  );
}

function Lift({ gain, onRows }: GainProps) {
  // Where no row is looked at there is nothing to be so many times more of.
  const afterNone = gain.map((each) => ({ ...each, looked_at: each.looked_at.slice(1), threshold: each.threshold?.slice(1) }));
  const most = gain.reduce((high, { lift }) => lift.reduce((top, one) => Math.max(top, one), high), 1);
  return (
    <Chart title="Lift">
      <SquareChart
        label="How many times more of each class is found than at random"
        reads="How many times more of a class the most probable rows hold than as many rows at random; at 1 the ranking is of no use. It ends at 1, where all rows are looked at."
        xLabel="Rows looked at"
        yLabel="Times as many"
        mostUp={Math.ceil(most)}
        {...rowsAtPoint(afterNone, onRows)}
        lines={afterNone.map(({ of, looked_at: x, lift, threshold: from }) => ({ label: of, x, y: lift, ...(from && { from }) }))}
      />
    </Chart>
  );
}

interface PredictedProps {
  actual: readonly number[];
  predicted: readonly number[];
  /** Where each row stands among the test rows; older runs do not tell. */
  place?: readonly number[];
  onRows: (choice: RowChoice) => void;
}

function Predicted({ actual, predicted, place, onRows }: PredictedProps) {
  const [least, most] = reachOf([...actual, ...predicted]);
  return (
    <Chart title="Predicted against actual">
      <SquareChart
        reads="On the diagonal the prediction is right; above it is too high, below too low."
        label="Predicted against actual values of test rows"
        xLabel="Actual"
        yLabel="Predicted"
        least={least}
        most={most}
        hasDiagonal
        isPoints
        {...(place && { onChoose: (_: number, at: number) => onRows(rowAt(place, at)) })}
        lines={[{ label: 'test rows', x: actual, y: predicted }]}
      />
    </Chart>
  );
}

function noteOf(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : scoreText('average_precision', value);
}
