import { useEffect, useRef, useState } from 'react';
import type { RecipePreview, ShownColumn } from '../../../../api/recipe-answers';
import { classNames } from '../../../../lib/class-names';
import { formatCount } from '../../../../lib/format';
import { ScrollBox } from '../../../../lib/ScrollBox';
import { Badge } from '../../../../ui/Badge';
import { CellValue } from '../../../../ui/CellValue';
import { TypeBadge } from '../../../../ui/TypeBadge';
import { ColumnPager, COLUMNS_SHOWN } from '../ColumnPager';
import rows from '../RowTable.module.css';
import styles from './prepare.module.css';

type Shown = RecipePreview['shown'];

const WORDS: Readonly<Record<string, string>> = {
  int64: 'whole number',
  float64: 'number',
  str: 'text',
  bool: 'yes / no',
  date: 'date',
  'datetime64[us]': 'date and time',
};

/** Rows behind a step: new columns and changed cells are marked, and told to those who do not see. */
export function TrialTable({ shown, isStale }: { shown: Shown; isStale: boolean }) {
  const [first, setFirst] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What a step made may stand far to the right; another page of the same rows stays where it is.
    const marked = box.current?.querySelector<HTMLElement>('[data-marked]');
    if (box.current && marked) box.current.scrollLeft = marked.offsetLeft - box.current.clientWidth / 3;
  }, [shown.step, shown.columns.length]);
  const begin = first < shown.columns.length ? first : 0;
  const columns = shown.columns.slice(begin, begin + COLUMNS_SHOWN);
  const marks = new Set(shown.marks.map((mark) => mark.join(':')));
  const specials = new Map(shown.specials.map(([row, column, word]) => [`${row}:${column}`, word]));
  return (
    <div>
      <ColumnPager first={begin} total={shown.columns.length} onChange={setFirst} />
      <ScrollBox ref={box} label="Rows behind the step" className={rows.box} aria-busy={isStale}>
        <table className={rows.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.name} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.rows.map((row, place) => (
              <tr key={shown.numbers[place]}>
                {columns.map((column, at) => {
                  const where = `${place}:${begin + at}`;
                  return (
                    <td
                      key={column.name}
                      className={classNames(
                        isNumber(column) && rows.number,
                        column.added && styles.added,
                        marks.has(where) && styles.changed,
                      )}
                      title={marks.has(where) ? 'changed by this step' : undefined}
                    >
                      <CellValue value={specials.get(where) ?? row[begin + at]} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}

function Head({ column }: { column: ShownColumn }) {
  return (
    <th
      scope="col"
      title={column.name}
      data-marked={column.added || column.changed > 0 || undefined}
      className={classNames(isNumber(column) && rows.number, column.added && styles.added)}
    >
      <div className={rows.head}>
        <span className={rows.name}>{column.name}</span>
        <span className={styles.badges}>
          <TypeBadge type={WORDS[column.dtype] ?? column.dtype} />
          {column.added && <Badge tone="good">new</Badge>}
          {column.changed > 0 && <Badge tone="brass">{`${formatCount(column.changed)} changed`}</Badge>}
        </span>
      </div>
    </th>
  );
}

function isNumber(column: ShownColumn): boolean {
  return column.dtype === 'int64' || column.dtype === 'float64';
}
