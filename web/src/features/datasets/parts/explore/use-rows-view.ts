import { useMemo, useRef, useState } from 'react';
import type { Condition } from '../../../../api/table';
import type { Dataset } from '../../../../api/types';
import { useToast } from '../../../../ui/toast';
import { exactText, faceOf } from './grid/cells';
import type { Span } from './grid/chunks';
import { copyCells } from './grid/copy-cells';
import type { GridHandle } from './grid/Grid';
import { alone, type Selection } from './grid/selection';
import { sourceOf } from './grid/source';
import { useGridColumns } from './grid/use-grid-columns';
import { useRowStore } from './grid/use-row-store';
import { useWidths } from './grid/use-widths';
import { fittingWidth } from './grid/widths';
import { withPart } from './look/filter-tree';
import { rowsOf, type Look } from './look/look';
import type { ChangeLook } from './look/use-look';

/** Everything that the grid of a dataset shows and does. */
export function useRowsView(dataset: Dataset, look: Look, change: ChangeLook) {
  const schema = useMemo(() => dataset.schema ?? [], [dataset.schema]);
  const all = useMemo(() => schema.map(({ name }) => name), [schema]);
  const [widths, setWidth] = useWidths(dataset.id);
  const [dragged, setDragged] = useState<Readonly<Record<string, number>>>({});
  const { columns, names, layout } = useGridColumns(schema, look, useMerged(widths, dragged));
  const rowStore = useRowStore(dataset, look, all, names);
  const { store } = rowStore;
  const total = rowStore.total ?? 0;
  const first = look.pageSize === null ? 0 : Math.min(total, look.page * look.pageSize);
  const end = look.pageSize === null ? total : Math.min(total, first + look.pageSize);
  const source = useMemo(() => sourceOf(store, names), [store, names]);
  const lastNumber = Math.max(end, dataset.rows ?? 0);
  const content = useMemo(
    () => ({ columns, layout, rows: { first, end }, lastNumber, source }),
    [columns, layout, first, end, lastNumber, source],
  );
  // Rows of another order or choice are shown from their top; another version of the same ones is not.
  const rowsKey = JSON.stringify([rowsOf(look), look.sort, look.page, look.pageSize]);
  const [chosen, setChosen] = useState<{ key: string; selection: Selection } | null>(null);
  const chosenKey = JSON.stringify([rowsKey, names]);
  const selection = chosen?.key === chosenKey ? chosen.selection : null;
  const [inSight, setInSight] = useState<Span>({ first: 0, end: 0 });
  const handle = useRef<GridHandle>(null);
  const tell = useToast();

  const select = (next: Selection) => setChosen({ key: chosenKey, selection: next });
  return {
    all,
    columns,
    content,
    rowStore,
    rowsKey,
    selection,
    inSight,
    handle,
    setInSight,
    select,
    keep: (condition: Condition) => change({ filter: withPart(look.filter, condition) }),
    copy: () => {
      if (selection === null) return;
      const failed = (error: unknown) => tell({ tone: 'bad', text: error instanceof Error ? error.message : String(error) });
      void copyCells(source, selection).then(tell, failed);
    },
    goTo: (row: number) => {
      if (look.pageSize !== null) change({ page: Math.floor(row / look.pageSize) }, { isSmallStep: true });
      handle.current?.goTo(row);
      select(alone({ row, column: selection?.active.column ?? 0 }));
      handle.current?.focus();
    },
    setWidth: (name: string, width: number | null, isDone: boolean) => {
      setDragged(isDone || width === null ? {} : { [name]: width });
      if (isDone) setWidth(name, width);
    },
    fit: (place: number) => {
      const column = columns[place];
      if (column === undefined) return;
      const texts = [];
      for (let row = inSight.first; row < inSight.end; row += 1) {
        const cell = source.cellAt(row, place);
        if (cell !== undefined) texts.push(cell.special === undefined ? faceOf(cell, column.family).text : exactText(cell));
      }
      setWidth(column.name, fittingWidth(column.name, texts));
    },
  };
}

function useMerged(widths: Readonly<Record<string, number>>, dragged: Readonly<Record<string, number>>) {
  return useMemo(() => ({ ...widths, ...dragged }), [widths, dragged]);
}
