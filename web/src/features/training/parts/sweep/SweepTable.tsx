import { classNames } from '../../../../lib/class-names';
import { isLowerBetter, scoreText } from '../../../../lib/metrics';
import { ScrollBox } from '../../../../lib/ScrollBox';
import type { Sweep } from '../../sweep';
import styles from './Sweep.module.css';
import { isSame, nameOf } from './sweep-words';

interface SweepTableProps {
  sweep: Sweep;
  present: unknown;
  onChoose: (value: unknown) => void;
}

/** What the chart shows in figures, and a button that takes a value. */
export function SweepTable({ sweep, present, onChoose }: SweepTableProps) {
  const { metric, values } = sweep;
  const best = bestOf(sweep);
  return (
    <ScrollBox label="Values in figures" className={styles.tableBox}>
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
              <th scope="row">{nameOf(one)}</th>
              <td className={classNames(at === best && styles.best)}>{one.problem ?? scoreText(metric, one.validation)}</td>
              <td>{one.low === null || one.high === null ? '–' : scoreText(metric, one.high - one.low)}</td>
              <td>{scoreText(metric, one.train)}</td>
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
    </ScrollBox>
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
