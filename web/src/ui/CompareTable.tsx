import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import type { CompareGroup, CompareRow } from '../lib/compare-rows';
import { formatCount } from '../lib/format';
import { ScrollBox } from '../lib/ScrollBox';
import styles from './CompareTable.module.css';

interface CompareTableProps {
  /** What is compared: "Run". */
  corner: string;
  heads: readonly { id: string; head: ReactNode }[];
  groups: readonly CompareGroup[];
  isFolded: boolean;
}

/** Things side by side; what is the same in all can be folded away. */
export function CompareTable({ corner, heads, groups, isFolded }: CompareTableProps) {
  return (
    <ScrollBox label="Comparison" className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {heads.map(({ id, head }) => (
              <th key={id} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <Group key={group.title} group={group} width={heads.length} isFolded={isFolded} />
        ))}
      </table>
    </ScrollBox>
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
