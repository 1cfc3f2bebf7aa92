import { memo } from 'react';
import type { SortKey } from '../../../../../api/table';
import { classNames } from '../../../../../lib/class-names';
import { ColumnEdge } from '../../../../../ui/ColumnEdge';
import { Icon } from '../../../../../ui/Icon';
import { icons } from '../../../../../ui/icons';
import type { GridColumn } from './content';
import styles from './Grid.module.css';
import type { HeadActs } from './head-acts';
import { typeSign } from './type-sign';
import { NARROWEST_PX, WIDEST_PX } from './widths';

interface HeadCellProps {
  column: GridColumn;
  place: number;
  left: number;
  width: number;
  sort: readonly SortKey[];
  acts: HeadActs;
}

/**
 * One column's name: a click sorts by it, with shift after what is sorted by already.
 *
 * Kept as it is while others come into sight and go.
 */
export const HeadCell = memo(function HeadCell({ column, place, left, width, sort, acts }: HeadCellProps) {
  const { name, dtype, type, family } = column;
  const at = sort.findIndex((key) => key.column === name);
  const key = sort[at];
  const sign = typeSign(type, dtype);
  return (
    <div
      role="columnheader"
      aria-colindex={place + 2}
      aria-sort={key === undefined ? 'none' : key.descending ? 'descending' : 'ascending'}
      className={classNames(styles.headCell, family === 'number' && styles.numeric)}
      style={{ width, transform: `translateX(${left}px)` }}
    >
      <div className={styles.headLine}>
        <button
          type="button"
          className={styles.sort}
          title={`${name} · ${sign.words} (${dtype})`}
          onClick={(event) => acts.onSort(name, event.shiftKey)}
        >
          <span className={classNames(styles.sign, styles[sign.tone])} aria-hidden="true">
            {sign.letters}
          </span>
          <span className={styles.headName}>{name}</span>
          <span className="visually-hidden">{`, ${sign.words}`}</span>
          {key !== undefined && (
            <span className={styles.sorted}>
              <Icon path={key.descending ? icons.down : icons.up} size={13} />
              {sort.length > 1 && <span aria-label={`sort key ${at + 1}`}>{at + 1}</span>}
            </span>
          )}
        </button>
        <button
          type="button"
          className={styles.more}
          aria-label={`More about ${name}`}
          aria-haspopup="menu"
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            acts.onMenu(column, { x: box.left, y: box.bottom });
          }}
        >
          <Icon path={icons.more} size={15} />
        </button>
      </div>
      {acts.drawSketch?.(column)}
      <ColumnEdge
        name={name}
        width={width}
        narrowest={NARROWEST_PX}
        widest={WIDEST_PX}
        className={styles.handle}
        onWidth={(next, isDone) => acts.onWidth(name, next, isDone)}
        onFit={() => acts.onFit(place)}
      />
    </div>
  );
});
