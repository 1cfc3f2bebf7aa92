import { ChartFrame } from '../../../../charts/frame/ChartFrame';
import type { ChartTable } from '../../../../charts/frame/ChartNumbers';
import { formatName } from '../../../../lib/format';
import { isNumber } from '../../../../lib/guards';
import { scoreText } from '../../../../lib/metrics';
import type { Sweep, SweepValue } from '../../sweep';
import styles from './Sweep.module.css';
import { SweepTable } from './SweepTable';
import { isSame, nameOf } from './sweep-words';

const READS =
  'Each dot is a value of the parameter, as high as the validation score it led to; the shaded band, or the line through a dot that stands alone, is the spread of three seeds. Values whose spreads overlap cannot be told apart; a hollow dot was stopped when its share of the time was over. Where training goes on rising and validation falls, the model learns by heart.';

interface SweepChartProps {
  sweep: Sweep;
  /** The parameter's name, as people read it. */
  parameter: string;
  present: unknown;
  onChoose: (value: unknown) => void;
}

const WIDTH = 420;
const HEIGHT = 160;
const EDGE = 10;
// Wide enough for the larger letters of a narrow screen.
const SCALE = 66;
const LETTERS = 9;
const MARK = 9;

/** Training and validation by the value of a parameter, with a table below that says the same. */
export function SweepChart({ sweep, parameter, present, onChoose }: SweepChartProps) {
  const { values } = sweep;
  const numbers = values.flatMap((one) => [one.train, one.validation, one.low, one.high]).filter(isNumber);
  if (numbers.length === 0) return <p>{values.find((one) => one.problem !== null)?.problem ?? 'No value gave a number.'}</p>;
  const low = Math.min(...numbers);
  const span = Math.max(...numbers) - low || 1;
  const x = (at: number) => EDGE + ((WIDTH - 2 * EDGE) * (at + 0.5)) / values.length;
  const y = (value: number) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - low)) / span;
  return (
    <>
      <ChartFrame title={`${formatName(sweep.metric)} by ${parameter}`} reads={READS} table={() => tableOf(sweep)}>
        <figure className={styles.figure}>
          <svg viewBox={`${String(-SCALE)} -8 ${String(WIDTH + SCALE + 10)} ${String(HEIGHT + 34)}`} className={styles.chart} role="img" aria-label={`${sweep.metric} by value`}>
            {values.map((one, at) => (
              // For those who point: the table below has a button for each.
              <rect
                key={at}
                className={styles.take}
                x={x(at) - WIDTH / values.length / 2}
                y={0}
                width={WIDTH / values.length}
                height={HEIGHT + 22}
                onPointerUp={() => onChoose(one.value)}
              >
                <title>{`Use ${nameOf(one)}`}</title>
              </rect>
            ))}
            {[low, low + span / 2, low + span].map((value) => (
              <g key={value}>
                <line className={styles.grid} x1={0} x2={WIDTH} y1={y(value)} y2={y(value)} />
                <text x={-6} y={y(value) + 4} textAnchor="end">
                  {scoreText(sweep.metric, value)}
                </text>
              </g>
            ))}
            {values.map((one, at) => (
              <text key={at} x={x(at)} y={HEIGHT + 18} textAnchor="middle">
                {shortened(nameOf(one))}
              </text>
            ))}
            {values.map((one, at) =>
              isSame(one.value, present) ? (
                <line key="present" x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT} className={styles.present} />
              ) : null,
            )}
            <path d={bandOf(values, x, y)} className={styles.band} />
            <polyline points={lineOf(values, (one) => one.train, x, y)} className={styles.train} />
            <polyline points={lineOf(values, (one) => one.validation, x, y)} className={styles.validation} />
            {values.map((one, at) => (isNumber(one.value) ? null : <Alone key={at} one={one} x={x(at)} y={y} />))}
            {values.map((one, at) =>
              one.validation === null ? null : (
                <circle key={at} cx={x(at)} cy={y(one.validation)} r={3.5} className={one.stopped === null ? styles.dot : styles.stopped} />
              ),
            )}
          </svg>
          <div className={styles.legend}>
            <span className={styles.validationKey}>Validation</span>
            <span className={styles.trainKey}>Training</span>
            <span className={styles.presentKey}>Present value</span>
            {values.some(({ stopped }) => stopped !== null) && <span className={styles.stoppedKey}>Stopped early</span>}
          </div>
        </figure>
      </ChartFrame>
      <SweepTable sweep={sweep} present={present} onChoose={onChoose} />
    </>
  );
}

/** A word, or no value at all: it lies between no others, so nothing is drawn from one to the next. */
function Alone({ one: { train, low, high }, x, y }: { one: SweepValue; x: number; y: Scale }) {
  return (
    <>
      {low !== null && high !== null && <line className={styles.whisker} x1={x} x2={x} y1={y(low)} y2={y(high)} />}
      {train !== null && <line className={styles.trainMark} x1={x - MARK} x2={x + MARK} y1={y(train)} y2={y(train)} />}
    </>
  );
}

function shortened(text: string): string {
  return text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text;
}

function tableOf({ values }: Sweep): ChartTable {
  return {
    head: ['Value', 'validation', 'from', 'to', 'training'],
    rows: values.map((one) => [nameOf(one), one.validation, one.low, one.high, one.train]),
  };
}

type Scale = (value: number) => number;

function lineOf(values: readonly SweepValue[], read: (one: SweepValue) => number | null, x: Scale, y: Scale): string {
  return values
    .flatMap((one, at) => {
      const value = isNumber(one.value) ? read(one) : null;
      return value === null ? [] : [`${String(x(at))},${String(y(value))}`];
    })
    .join(' ');
}

function bandOf(values: readonly SweepValue[], x: Scale, y: Scale): string {
  const known = values.flatMap((one, at) =>
    one.low === null || one.high === null || !isNumber(one.value) ? [] : [{ at, low: one.low, high: one.high }],
  );
  if (known.length < 2) return '';
  const there = known.map(({ at, high }) => `${String(x(at))} ${String(y(high))}`);
  const back = known.toReversed().map(({ at, low }) => `${String(x(at))} ${String(y(low))}`);
  return `M${[...there, ...back].join('L')}Z`;
}
