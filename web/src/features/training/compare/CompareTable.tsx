import { Link } from 'react-router';
import type { ComparedRun } from '../../../api/run-answers';
import { lineColor } from '../../../charts/palette';
import { classNames } from '../../../lib/class-names';
import { formatCount } from '../../../lib/format';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { StateBadge } from '../../../ui/StateBadge';
import { stateOf } from '../state-of';
import styles from './Compare.module.css';
import { lookOf } from './lines';
import { groupsOf, type CompareGroup, type CompareRow } from './rows';

interface CompareTableProps {
  runs: readonly ComparedRun[];
  isFolded: boolean;
  onRemove: (id: string) => void;
}

/** Runs side by side; what is the same in all can be folded away. */
export function CompareTable({ runs, isFolded, onRemove }: CompareTableProps) {
  return (
    // What is wider than the page scrolls by keys too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Comparison">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {runs.map((run, at) => (
              <th key={run.id} scope="col">
                <div className={styles.head}>
                  <span className={styles.mark} style={{ background: lineColor(lookOf(at).colour) }} />
                  <Link to={`/runs/${run.id}`}>{run.name}</Link>
                  <IconButton label={`Leave ${run.name} out`} icon={icons.close} onClick={() => onRemove(run.id)} />
                </div>
                <StateBadge state={stateOf(run.status)} />
              </th>
            ))}
          </tr>
        </thead>
        {groupsOf(runs).map((group) => (
          <Group key={group.title} group={group} width={runs.length} isFolded={isFolded} />
        ))}
      </table>
    </div>
  );
}

function Group({ group, width, isFolded }: { group: CompareGroup; width: number; isFolded: boolean }) {
  const same = group.rows.filter((row) => row.isSame).length;
  const shown = isFolded ? group.rows.filter((row) => !row.isSame) : group.rows;
  return (
    <tbody>
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={width + 1}>
          {group.title}
          {isFolded && same > 0 && <span className={styles.same}>{formatCount(same)} the same</span>}
        </th>
      </tr>
      {shown.map((row) => (
        <Row key={row.title} row={row} />
      ))}
    </tbody>
  );
}

function Row({ row }: { row: CompareRow }) {
  return (
    <tr className={classNames(row.isSame && styles.equal)}>
      <th scope="row">{row.title}</th>
      {row.cells.map((cell, at) => (
        <td key={at} className={classNames(row.best.has(at) && styles.best)} title={cell}>
          {cell}
          {row.best.has(at) && <span className="visually-hidden"> (best)</span>}
        </td>
      ))}
    </tr>
  );
}
