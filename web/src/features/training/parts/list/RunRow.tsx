import type { ReactNode } from 'react';
import type { Run } from '../../../../api/run-answers';
import { classNames } from '../../../../lib/class-names';
import { useTopic } from '../../../../live/use-live';
import type { Names, RunColumn } from '../../look/columns';
import styles from './RunGrid.module.css';

interface RunRowProps {
  run: Run;
  place: number;
  top: number;
  columns: readonly RunColumn[];
  names: Names;
  now: number;
  template: string;
  isChosen: boolean;
  isCurrent: boolean;
  onChoose: (place: number, isChosen: boolean, isRange: boolean) => void;
}

/** One run of the list; while it runs and is in sight its numbers move. */
export function RunRow({ run, place, top, columns, names, now, template, isChosen, isCurrent, onChoose }: RunRowProps) {
  useTopic(run.status === 'running' ? `job:${run.id}` : null, null);
  return (
    <div
      role="row"
      id={`run-row-${String(place)}`}
      aria-rowindex={place + 2}
      aria-selected={isChosen}
      className={classNames(styles.row, isCurrent && styles.current)}
      style={{ gridTemplateColumns: template, transform: `translateY(${String(top)}px)` }}
    >
      <div role="gridcell" className={styles.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Choose ${run.name}`}
          checked={isChosen}
          onChange={() => undefined}
          onClick={(event) => onChoose(place, !isChosen, event.shiftKey)}
        />
      </div>
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={classNames(styles.cell, column.isNumber && styles.number, column.id === 'name' && styles.name)}
        >
          <Shown>{column.cell(run, names, now)}</Shown>
        </div>
      ))}
    </div>
  );
}

/** A plain text that is too long ends in an ellipsis, and is told whole to who points at it. */
function Shown({ children }: { children: ReactNode }) {
  if (typeof children !== 'string') return children;
  return (
    <span className={styles.title} title={children}>
      {children}
    </span>
  );
}
