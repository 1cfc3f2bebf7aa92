import { formatCount } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';
import { hasFix, isSettled, remedyOf, type Guard } from '../../guard';
import type { Plan } from '../../plan';
import { FindingItem } from './FindingItem';
import styles from './Guard.module.css';
import { HonestStory } from './HonestStory';
import { useRemedy } from './use-remedy';

/** What the guard found in the table, and what can be done about it. */
export function GuardPanel({ plan, guard }: { plan: Plan; guard: Guard }) {
  const { looked, error, isLooking } = guard;
  const remedy = useRemedy(plan);
  if (looked === null && error === null && !isLooking) return null;
  const open = looked?.findings.filter((one) => one.severity !== 'notice' && hasFix(one) && !isSettled(one, plan)) ?? [];
  return (
    <Panel title="Guard" aside={looked === null ? undefined : wordsFor(open.length, looked.findings.length)}>
      {isLooking && <p role="status">Looking for what would make scores look better than they are …</p>}
      {error !== null && <Notice tone="brass">{`The table could not be looked over: ${error}`}</Notice>}
      {looked !== null && (
        <div className={styles.guard}>
          {looked.step !== null && <HonestStory step={looked.step} isDone={open.length === 0} />}
          {open.length > 1 && (
            <div>
              <Button icon={icons.check} look="primary" onClick={() => remedy(remedyOf(looked))}>
                Do all that is proposed
              </Button>
            </div>
          )}
          <ul className={styles.findings}>
            {looked.findings.map((one) => (
              <FindingItem key={one.id} finding={one} isSettled={isSettled(one, plan)} onFix={remedy} />
            ))}
          </ul>
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
