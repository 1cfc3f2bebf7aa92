import { classNames } from '../../../../lib/class-names';
import { formatNumber } from '../../../../lib/format';
import { isNumber } from '../../../../lib/guards';
import { isLowerBetter } from '../../../../lib/metrics';
import { parameterText } from '../../../../lib/parameter-text';
import type { Sweep, SweepValue } from '../../sweep';
import styles from './Sweep.module.css';

interface SweepChartProps {
  sweep: Sweep;
  present: unknown;
  onChoose: (value: unknown) => void;
}

const WIDTH = 420;
const HEIGHT = 160;
const EDGE = 10;

/** Training and validation by the value of a parameter, with a table below that says the same. */
export function SweepChart({ sweep, present, onChoose }: SweepChartProps) {
  const { values } = sweep;
  const numbers = values.flatMap((one) => [one.train, one.validation, one.low, one.high]).filter(isNumber);
  if (numbers.length === 0) return <p>{values.find((one) => one.problem !== null)?.problem ?? 'No value gave a number.'}</p>;
  const low = Math.min(...numbers);
  const span = Math.max(...numbers) - low || 1;
  const x = (at: number) => EDGE + ((WIDTH - 2 * EDGE) * (at + 0.5)) / values.length;
  const y = (value: number) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - low)) / span;
  const best = bestOf(sweep);
  return (
    <>
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} className={styles.chart} role="img" aria-label={`${sweep.metric} by value`}>
        {values.map((one, at) =>
          isSame(one.value, present) ? (
            <line key="present" x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT} className={styles.present} />
          ) : null,
        )}
        <path d={bandOf(values, x, y)} className={styles.band} />
        <polyline points={lineOf(values, (one) => one.train, x, y)} className={styles.train} />
        <polyline points={lineOf(values, (one) => one.validation, x, y)} className={styles.validation} />
        {values.map((one, at) =>
          one.validation === null ? null : <circle key={at} cx={x(at)} cy={y(one.validation)} r={3.5} className={styles.dot} />,
        )}
      </svg>
      <div className={styles.legend}>
        <span className={styles.validationKey}>Validation</span>
        <span className={styles.trainKey}>Training</span>
        <span className={styles.presentKey}>Present value</span>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Validation</th>
            <th scope="col">Spread</th>
            <th scope="col">Training</th>
            <th scope="col">
              <span className="visually-hidden">Choose</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {values.map((one, at) => (
            <tr key={at} className={classNames(isSame(one.value, present) && styles.current)}>
              <th scope="row">{isNumber(one.value) ? formatNumber(one.value) : parameterText(one.value)}</th>
              <td className={classNames(at === best && styles.best)}>{one.problem ?? text(one.validation)}</td>
              <td>{one.low === null || one.high === null ? '–' : formatNumber(one.high - one.low)}</td>
              <td>{text(one.train)}</td>
              <td>
                {isSame(one.value, present) ? (
                  'present'
                ) : (
                  <button type="button" className={styles.use} onClick={() => onChoose(one.value)}>
                    Use
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function bestOf({ metric, values }: Sweep): number {
  const sign = isLowerBetter(metric) ? -1 : 1;
  return values.reduce((best, one, at) => {
    const held = values[best]?.validation ?? null;
    if (one.validation === null) return best;
    return held === null || sign * one.validation > sign * held ? at : best;
  }, 0);
}

type Scale = (value: number) => number;

function lineOf(values: readonly SweepValue[], read: (one: SweepValue) => number | null, x: Scale, y: Scale): string {
  return values
    .flatMap((one, at) => {
      const value = read(one);
      return value === null ? [] : [`${String(x(at))},${String(y(value))}`];
    })
    .join(' ');
}

function bandOf(values: readonly SweepValue[], x: Scale, y: Scale): string {
  const known = values.flatMap((one, at) => (one.low === null || one.high === null ? [] : [{ at, low: one.low, high: one.high }]));
  if (known.length < 2) return '';
  const there = known.map(({ at, high }) => `${String(x(at))} ${String(y(high))}`);
  const back = known.toReversed().map(({ at, low }) => `${String(x(at))} ${String(y(low))}`);
  return `M${[...there, ...back].join('L')}Z`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function text(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}
