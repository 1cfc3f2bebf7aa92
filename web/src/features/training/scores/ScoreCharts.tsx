import type { ReactNode } from 'react';
import type { CalibrationBin, RunScores } from '../../../api/scores';
import { SquareChart } from '../../../charts/SquareChart';
import { formatNumber } from '../../../lib/format';
import { Panel } from '../../../ui/Panel';
import styles from './Scores.module.css';

/** The curves behind the scores. */
export function ScoreCharts({ scores }: { scores: RunScores }) {
  const { precision_recall: precision = [], gain = [], calibration = [], predictions } = scores.curves;
  const area = new Map(scores.classes.filter(({ id }) => id === 'average_precision').map(({ of, value }) => [of, value]));
  return (
    <Panel title="Behind the scores">
      <div className={styles.charts}>
        {predictions !== undefined && <Predicted {...predictions} />}
        {precision.length > 0 && (
          <Chart title="Precision and recall">
            <SquareChart
              label="Precision against recall"
              reads="Up and to the right is better; guessing lies at the share of the class."
              xLabel="Recall"
              yLabel="Precision"
              lines={precision.map(({ of, recall, precision: y }) => ({ label: of, x: recall, y, note: noteOf(area.get(of)) }))}
            />
          </Chart>
        )}
        {calibration.length > 0 && <Calibration bins={calibration[0]?.bins ?? []} />}
        {gain.length > 0 && (
          <Chart title="Gain">
            <SquareChart
              label="Share of each class found against share of rows looked at"
              reads="Which share of a class is found by looking at so many of the most probable rows; the diagonal is looking at random."
              xLabel="Rows looked at"
              yLabel="Found"
              hasDiagonal
              lines={gain.map(({ of, looked_at: x, found: y }) => ({ label: of, x, y }))}
            />
          </Chart>
        )}
      </div>
    </Panel>
  );
}

function Chart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Calibration({ bins }: { bins: readonly CalibrationBin[] }) {
  return (
    <Chart title="Calibration">
      <SquareChart
        reads="How often the predicted class was right where it was said to be so probable; on the diagonal probabilities can be taken at their word. Upright lines are 95% intervals."
        label="How often it came true against the stated probability"
        xLabel="Stated probability"
        yLabel="Came true"
        hasDiagonal
        lines={[
          {
            label: 'predicted class',
            x: bins.map(({ stated }) => stated),
            y: bins.map(({ came_true: y }) => y),
            low: bins.map(({ low }) => low),
            high: bins.map(({ high }) => high),
          },
        ]}
      />
    </Chart>
  );
}

function Predicted({ actual, predicted }: { actual: readonly number[]; predicted: readonly number[] }) {
  const all = [...actual, ...predicted];
  const least = all.reduce((low, one) => Math.min(low, one), Infinity);
  const most = all.reduce((high, one) => Math.max(high, one), -Infinity);
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
        lines={[{ label: 'test rows', x: actual, y: predicted }]}
      />
    </Chart>
  );
}

function noteOf(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : formatNumber(value);
}
