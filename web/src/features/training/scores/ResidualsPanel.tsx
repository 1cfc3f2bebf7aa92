import type { Residuals, ScoreCurves } from '../../../api/scores';
import { ChartFrame } from '../../../charts/frame/ChartFrame';
import { Histogram } from '../../../charts/Histogram';
import { SquareChart } from '../../../charts/square/SquareChart';
import { formatNumber } from '../../../lib/format';
import { Facts } from '../../../ui/Facts';
import { Panel } from '../../../ui/Panel';
import type { RowChoice } from './queries';
import { evenReachOf, reachOf } from './residuals';
import { rowAt, rowsOfErrors } from './rows-behind';
import styles from './Scores.module.css';

interface ResidualsPanelProps {
  found: Residuals;
  predictions: ScoreCurves['predictions'];
  onRows: (choice: RowChoice) => void;
}

/** What the errors of predicted numbers look like: evenly spread noise, or something left to learn. */
export function ResidualsPanel({ found, predictions, onRows }: ResidualsPanelProps) {
  const tests = [found.normality, found.even_spread].filter((test) => test !== null);
  return (
    <Panel title="Errors" aside="the true value less the predicted, on the test rows">
      <Facts
        facts={[
          { label: 'Mean', value: formatNumber(found.mean) },
          { label: 'Standard deviation', value: formatNumber(found.std) },
          { label: 'Skewness', value: formatNumber(found.skewness) },
          { label: 'Excess kurtosis', value: formatNumber(found.excess_kurtosis) },
          ...tests.map(({ name, p_value: p }) => ({ label: name, value: p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}` })),
        ]}
      />
      {tests.map(({ name, says }) => (
        <p key={name} className={styles.says}>{`${name}: ${says}`}</p>
      ))}
      <div className={styles.charts}>
        <Sizes {...found.histogram} onRows={onRows} />
        {predictions !== undefined && <Along {...predictions} onRows={onRows} />}
        <Quantiles {...found.quantiles} />
      </div>
    </Panel>
  );
}

type Choosing = Pick<ResidualsPanelProps, 'onRows'>;

function Sizes({ edges, counts, onRows }: Residuals['histogram'] & Choosing) {
  const last = edges.at(-1) ?? 0;
  const table = () => ({ head: ['From', 'To', 'Rows'], rows: counts.map((count, at) => [edges[at] ?? 0, edges[at + 1] ?? 0, count]) });
  return (
    <section>
      <h3>How large they are</h3>
      <ChartFrame
        title="How large errors are"
        reads="How many test rows miss by how much; the upright line is no error. A heap beside the line is a model that is always too high or too low. Press a bar, or drag over several, to see their rows."
        table={table}
      >
        <Histogram
          label="How many test rows have which error"
          edges={edges}
          counts={counts}
          formatEdge={formatNumber}
          height={220}
          mark={0}
          onChoose={(low, high) => onRows(rowsOfErrors(low, high >= last ? null : high))}
        />
      </ChartFrame>
    </section>
  );
}

function Along({ actual, predicted, place, onRows }: NonNullable<ScoreCurves['predictions']> & Choosing) {
  const errors = actual.map((value, at) => value - (predicted[at] ?? value));
  const [least, most] = reachOf(predicted);
  const [leastUp, mostUp] = evenReachOf(errors);
  return (
    <section>
      <h3>Where they are large</h3>
      <SquareChart
        label="Errors along what was predicted"
        reads="Around the level line without a shape there is nothing left to learn; a bend is something the model misses, a funnel are errors that grow with what is predicted."
        xLabel="Predicted"
        yLabel="Error"
        least={least}
        most={most}
        leastUp={leastUp}
        mostUp={mostUp}
        level={0}
        isPoints
        {...(place && { onChoose: (_: number, at: number) => onRows(rowAt(place, at)) })}
        lines={[{ label: 'test rows', x: predicted, y: errors }]}
      />
    </section>
  );
}

function Quantiles({ normal, residual }: Residuals['quantiles']) {
  const [least, most] = evenReachOf([...normal, ...residual]);
  return (
    <section>
      <h3>Beside normal ones</h3>
      <SquareChart
        label="Quantiles of errors beside those of a normal distribution"
        reads="On the diagonal errors are as often so large as normal ones would be; ends that bend away are errors that are larger than intervals by formula expect."
        xLabel="Normal"
        yLabel="Errors"
        least={least}
        most={most}
        hasDiagonal
        isPoints
        lines={[{ label: 'standardised errors', x: normal, y: residual }]}
      />
    </section>
  );
}
