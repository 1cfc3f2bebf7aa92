import { useId, type ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Field.module.css';

/** What a control inside a field needs so that label, hint and problem belong to it. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  problem?: string | null;
  /** Small things beside the label: a mark, a reset button. */
  beside?: ReactNode;
  isLabelHidden?: boolean;
  children: (control: ControlProps) => ReactNode;
}

export function Field({ label, hint, problem = null, beside, isLabelHidden = false, children }: FieldProps) {
  const id = useId();
  const hintId = hint === undefined || hint === '' ? null : `${id}-hint`;
  const problemId = problem === null ? null : `${id}-problem`;
  const described = [hintId, problemId].filter((one) => one !== null).join(' ');
  return (
    <div className={styles.field}>
      <div className={classNames(styles.head, isLabelHidden && 'visually-hidden')}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {beside}
      </div>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': problem === null ? undefined : true,
      })}
      {problemId !== null && (
        <p id={problemId} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {hintId !== null && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
