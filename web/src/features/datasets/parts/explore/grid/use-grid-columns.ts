import { useMemo } from 'react';
import type { Column } from '../../../../../api/types';
import { shownColumns } from '../look/columns';
import type { Look } from '../look/look';
import { familyOf } from '../look/operators';
import { ColumnLayout } from './column-layout';
import type { GridColumn } from './content';
import { usualWidth } from './widths';

/** The columns of a look as the grid draws them, and where they stand. */
export function useGridColumns(
  schema: readonly Column[],
  look: Pick<Look, 'columns' | 'pinned'>,
  widths: Readonly<Record<string, number>>,
) {
  const text = JSON.stringify([look.columns, look.pinned]);
  const columns = useMemo(
    () => columnsOf(schema, look),
    // The text says it all; the look is another object at every step of the browser.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [schema, text],
  );
  const names = useMemo(() => columns.map(({ name }) => name), [columns]);
  const pinned = look.pinned.filter((name) => names.includes(name)).length;
  const layout = useMemo(
    () => new ColumnLayout(columns.map(({ name, family }) => widths[name] ?? usualWidth(name, family)), pinned),
    [columns, widths, pinned],
  );
  return { columns, names, layout };
}

function columnsOf(schema: readonly Column[], look: Pick<Look, 'columns' | 'pinned'>): GridColumn[] {
  const known = new Map(schema.map((column) => [column.name, column]));
  return shownColumns(look, [...known.keys()]).flatMap((name) => {
    const column = known.get(name);
    if (column === undefined) return [];
    const { dtype, type, nullable } = column;
    return [{ name, dtype, type, family: familyOf(dtype), isNullable: nullable }];
  });
}
