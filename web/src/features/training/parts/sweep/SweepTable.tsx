import { classNames } from '../../../../lib/class-names';
import { scoreText } from '../../../../lib/metrics';
import { ScrollBox } from '../../../../lib/ScrollBox';
import type { Sweep } from '../../sweep';
import styles from './Sweep.module.css';
import { bestOf, isSame, nameOf, stopText } from './sweep-words';

interface SweepTableProps {
  sweep: Sweep;
  present: unknown;
  onChoose: (value: unknown) => void;
}

/** What the chart shows in figures, and a button that takes a value. */
export function SweepTable({ sweep, present, onChoose }: SweepTableProps) {
  const { metric, values } = sweep;
  const { best, tied } = bestOf(sweep);
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
              <td className={classNames(at === best && styles.best)}>
                {one.problem ?? scoreText(metric, one.validation)}
                {at === best && tied.size > 0 && <small>best</small>}
                {one.stopped !== null && one.problem === null && <small>{stopText(one.stopped)}</small>}
                {tied.has(at) && <small title="Its spread reaches into that of the best">tied</small>}
              </td>
              <td>{one.low === null || one.high === null || one.seeds < 2 ? '–' : scoreText(metric, one.high - one.low)}</td>
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
