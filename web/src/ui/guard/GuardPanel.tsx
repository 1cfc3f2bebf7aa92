import { formatCount } from '../../lib/format';
import { hasFix, isSettled, remedyOf, type Chosen, type Guard, type Remedy } from '../../lib/guard';
import { Button } from '../Button';
import { icons } from '../icons';
import { Notice } from '../Notice';
import { Panel } from '../Panel';
import { FindingItem } from './FindingItem';
import styles from './Guard.module.css';
import { HonestStory } from './HonestStory';

interface GuardPanelProps {
  guard: Guard;
  chosen: Chosen;
  onFix: (remedy: Remedy) => void;
}

/** What the guard found in the table, and what can be done about it. */
export function GuardPanel({ guard, chosen, onFix }: GuardPanelProps) {
  const { looked, error, isLooking } = guard;
  if (looked === null && error === null && !isLooking) return null;
  const open = looked?.findings.filter((one) => one.severity !== 'notice' && hasFix(one) && !isSettled(one, chosen)) ?? [];
  return (
    <Panel title="Guard" aside={looked === null ? undefined : wordsFor(open.length, looked.findings.length)}>
      {isLooking && <p role="status">Looking for what would make scores look better than they are …</p>}
      {error !== null && <Notice tone="brass">{`The table could not be looked over: ${error}`}</Notice>}
      {looked !== null && (
        <div className={styles.guard}>
          {looked.step !== null && <HonestStory step={looked.step} isDone={open.length === 0} />}
          {open.length > 1 && (
            <div>
              <Button icon={icons.check} look="primary" onClick={() => onFix(remedyOf(looked))}>
                Do all that is proposed
              </Button>
            </div>
          )}
          {looked.findings.length > 0 && (
            <ul className={styles.findings}>
              {looked.findings.map((one) => (
                <FindingItem key={one.id} finding={one} isSettled={isSettled(one, chosen)} onFix={onFix} />
              ))}
            </ul>
          )}
          <p className={styles.rows}>{rowsText(looked.rows, looked.of_rows)}</p>
        </div>
      )}
    </Panel>
  );
}

function wordsFor(open: number, all: number): string {
  if (all === 0) return 'nothing found';
  return open === 0 ? 'all settled' : `${formatCount(open)} open`;
}

function rowsText(rows: number, of: number): string {
  if (rows === of) return `${formatCount(rows)} rows were looked at.`;
  return `${formatCount(rows)} of ${formatCount(of)} rows were looked at; what shows in few rows only may be missed.`;
}
