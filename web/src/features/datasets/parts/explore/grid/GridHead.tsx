import type { SortKey } from '../../../../../api/table';
import type { Span } from './chunks';
import type { ColumnLayout } from './column-layout';
import type { GridColumn } from './content';
import styles from './Grid.module.css';
import type { HeadActs } from './head-acts';
import { HeadCell } from './HeadCell';

interface GridHeadProps {
  columns: readonly GridColumn[];
  layout: ColumnLayout;
  inSight: Span;
  sort: readonly SortKey[];
  acts: HeadActs;
}

/** The names of the columns in sight, above everything that scrolls. */
export function GridHead({ columns, layout, inSight, sort, acts }: GridHeadProps) {
  const cell = (place: number) => {
    const column = columns[place];
    return column === undefined ? null : (
      <HeadCell
        key={column.name}
        column={column}
        place={place}
        left={layout.lefts[place] ?? 0}
        width={layout.widths[place] ?? 0}
        sort={sort}
        acts={acts}
      />
    );
  };
  const pinned = Array.from({ length: layout.pinned }, (_, place) => place);
  const scrolled = Array.from({ length: Math.max(0, inSight.end - inSight.first) }, (_, at) => inSight.first + at);
  return (
    <div data-part="head" role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.headRow} data-sketched={acts.drawSketch && true}>
        <div role="columnheader" aria-colindex={1} className={styles.corner}>
          <span className="visually-hidden">Row number</span>
          <span aria-hidden="true">#</span>
        </div>
        {pinned.map(cell)}
        <div role="presentation" data-part="head-mover" className={styles.mover}>
          {scrolled.map(cell)}
        </div>
      </div>
    </div>
  );
}
