import type { ReactNode } from 'react';
import { classNames } from '../../../lib/class-names';
import { Icon } from '../../../ui/Icon';
import { icons } from '../../../ui/icons';
import { Panel } from '../../../ui/Panel';
import styles from './Step.module.css';

interface StepProps {
  number: number;
  title: string;
  /** What was chosen, in few words; empty while nothing is. */
  chosen: ReactNode;
  isDone: boolean;
  /** Why the step cannot be taken yet. */
  waitsFor?: string | null;
  actions?: ReactNode;
  children: ReactNode;
}

/** One step of the way to a training. */
export function Step({ number, title, chosen, isDone, waitsFor = null, actions, children }: StepProps) {
  return (
    <Panel
      title={title}
      className={classNames(styles.step, waitsFor !== null && styles.waiting)}
      aside={
        <span className={styles.aside}>
          <span className={classNames(styles.number, isDone && styles.done)} aria-hidden="true">
            {isDone ? <Icon path={icons.check} size={13} /> : number}
          </span>
          {chosen}
        </span>
      }
      actions={waitsFor === null ? actions : undefined}
    >
      {waitsFor === null ? children : <p className={styles.waits}>{waitsFor}</p>}
    </Panel>
  );
}
