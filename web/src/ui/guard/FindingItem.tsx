import { formatCountOf } from '../../lib/format';
import type { Finding, Remedy, Severity } from '../../lib/guard';
import { Badge, type Tone } from '../Badge';
import { Button } from '../Button';
import { Icon } from '../Icon';
import { icons } from '../icons';
import { Ticked } from '../Ticked';
import styles from './Guard.module.css';

interface FindingItemProps {
  finding: Finding;
  isSettled: boolean;
  onFix: (remedy: Remedy) => void;
}

/** One finding: how grave, why, and the click that settles it. */
export function FindingItem({ finding, isSettled, onFix }: FindingItemProps) {
  const { fix, severity, why } = finding;
  return (
    <li className={styles.finding} data-settled={isSettled}>
      <Badge tone={toneOf(severity)}>{severity}</Badge>
      <p>
        <Ticked text={why} />
      </p>
      {isSettled ? (
        <span className={styles.settled}>
          <Icon path={icons.check} size={14} /> settled
        </span>
      ) : (
        <span className={styles.fixes}>
          {fix.leave_out.length > 0 && (
            <Button onClick={() => onFix({ leaveOut: fix.leave_out, group: null, time: null })}>{leaveOutText(fix.leave_out)}</Button>
          )}
          {fix.group !== null && (
            <Button onClick={() => onFix({ leaveOut: [], group: fix.group, time: null })}>{`Split by ${fix.group}`}</Button>
          )}
          {fix.time !== null && (
            <Button onClick={() => onFix({ leaveOut: [], group: null, time: fix.time })}>{`Split in time by ${fix.time}`}</Button>
          )}
        </span>
      )}
    </li>
  );
}

function leaveOutText(columns: readonly string[]): string {
  return columns.length === 1 ? `Leave out ${columns[0] ?? ''}` : `Leave out ${formatCountOf(columns.length, 'column')}`;
}

function toneOf(severity: Severity): Tone {
  switch (severity) {
    case 'serious':
      return 'bad';
    case 'warning':
      return 'brass';
    case 'notice':
      return 'plain';
  }
}
