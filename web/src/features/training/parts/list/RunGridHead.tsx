import { classNames } from '../../../../lib/class-names';
import { ColumnEdge } from '../../../../ui/ColumnEdge';
import { Icon } from '../../../../ui/Icon';
import { icons } from '../../../../ui/icons';
import type { RunColumn } from '../../look/columns';
import type { RunLook } from '../../look/look';
import styles from './RunGrid.module.css';

const NARROWEST_PX = 64;
const WIDEST_PX = 640;

interface RunGridHeadProps {
  columns: readonly RunColumn[];
  template: string;
  look: RunLook;
  isAllChosen: boolean;
  onSort: (sort: string) => void;
  onAll: (isChosen: boolean) => void;
  onWidth: (id: string, width: number) => void;
}

/** The names of the columns: a click sorts, their edges are dragged. */
export function RunGridHead({ columns, template, look, isAllChosen, onSort, onAll, onWidth }: RunGridHeadProps) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns: template }}>
        <div role="columnheader" className={styles.check}>
          <input
            type="checkbox"
            aria-label="Choose all that were fetched"
            checked={isAllChosen}
            onChange={(event) => onAll(event.target.checked)}
          />
        </div>
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={ariaSort(column, look)}
            className={classNames(styles.headCell, column.isNumber && styles.number, column.id === 'name' && styles.name)}
          >
            {column.sort === null ? (
              <span className={styles.title}>{column.title}</span>
            ) : (
              <button
                type="button"
                className={styles.sort}
                title={`Sort by ${column.title}`}
                onClick={() => onSort(column.sort ?? 'created')}
              >
                <span className={styles.title}>{column.title}</span>
                {look.sort === column.sort && <Icon path={look.isDescending ? icons.down : icons.up} size={13} />}
              </button>
            )}
            <ColumnEdge
              name={column.title}
              width={column.width}
              narrowest={NARROWEST_PX}
              widest={WIDEST_PX}
              className={styles.edge}
              onWidth={(width) => onWidth(column.id, width)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

function ariaSort(column: RunColumn, look: RunLook): 'ascending' | 'descending' | undefined {
  if (column.sort === null || look.sort !== column.sort) return undefined;
  return look.isDescending ? 'descending' : 'ascending';
}
