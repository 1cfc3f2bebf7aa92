import { useImperativeHandle, type KeyboardEvent, type MouseEvent, type PointerEvent, type Ref } from 'react';
import type { SortKey } from '../../../../../api/table';
import { classNames } from '../../../../../lib/class-names';
import type { Span } from './chunks';
import type { GridContent } from './content';
import styles from './Grid.module.css';
import { GridHead } from './GridHead';
import type { HeadActs } from './head-acts';
import { actOf } from './grid-keys';
import type { RowStore } from './row-store';
import { alone, type CellPlace, type Selection } from './selection';
import { usePainter } from './use-painter';

export interface GridHandle {
  goTo: (row: number) => void;
  reveal: (cell: CellPlace) => void;
  focus: () => void;
}

interface GridProps {
  label: string;
  content: GridContent;
  store: RowStore;
  rowsKey: string;
  sort: readonly SortKey[];
  headActs: HeadActs;
  selection: Selection | null;
  isStale: boolean;
  onSelect: (selection: Selection) => void;
  onCopy: () => void;
  /** Enter or a double click: the whole cell. */
  onOpen: () => void;
  /** Escape: the whole cell is put away again. */
  onEscape: () => void;
  onMenu: (place: { x: number; y: number }, cell: CellPlace | undefined) => void;
  onRest: (rows: Span) => void;
  handle: Ref<GridHandle>;
}

/** A table of any size: only the cells in sight exist, and every one can be reached by keyboard. */
export function Grid(props: GridProps) {
  const { label, content, store, rowsKey, sort, headActs, selection, isStale, handle } = props;
  const { onSelect, onCopy, onOpen, onEscape, onMenu, onRest } = props;
  const { root, painter, inSight } = usePainter({ content, store, rowsKey, selection, onRest });
  useImperativeHandle(handle, () => ({
    goTo: (row) => painter.current?.goTo(row),
    reveal: (cell) => painter.current?.reveal(cell),
    focus: () => root.current?.focus({ preventScroll: true }),
  }));
  const isOfCells = ({ target }: { target: EventTarget }) =>
    target instanceof Element && target.closest('[data-part="clip"]') !== null;
  const select = (next: Selection) => {
    onSelect(next);
    painter.current?.reveal(next.active);
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    // Keys in the heads' buttons are the buttons' own.
    if (event.target !== event.currentTarget) return;
    const pageRows = painter.current?.pageRows ?? 1;
    const act = actOf(event, selection, { rows: content.rows, columns: content.columns.length, pageRows });
    if (act === null) return;
    event.preventDefault();
    if (act.kind === 'select') select(act.selection);
    else if (act.kind === 'copy') onCopy();
    else if (act.kind === 'open') onOpen();
    else if (act.kind === 'close') onEscape();
    else onMenu(placeOf(root.current), selection?.active);
  };
  const point = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || !isOfCells(event)) return;
    const cell = painter.current?.cellAt(event.clientX, event.clientY);
    if (!cell) return;
    onSelect(event.shiftKey && selection ? { active: cell, anchor: selection.anchor } : alone(cell));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1 || event.pointerType === 'touch' || selection === null) return;
    if (!isOfCells(event)) return;
    const cell = painter.current?.cellAt(event.clientX, event.clientY);
    if (!cell || (cell.row === selection.active.row && cell.column === selection.active.column)) return;
    select({ active: cell, anchor: selection.anchor });
  };
  const menu = (event: MouseEvent<HTMLDivElement>) => {
    const cell = isOfCells(event) && painter.current?.cellAt(event.clientX, event.clientY);
    if (!cell) return;
    event.preventDefault();
    onSelect(alone(cell));
    onMenu({ x: event.clientX, y: event.clientY }, cell);
  };
  return (
    <div
      ref={root}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={content.rows.end + 1}
      aria-colcount={content.columns.length + 1}
      aria-multiselectable="true"
      aria-busy={isStale}
      className={classNames(styles.grid, isStale && styles.stale)}
      onKeyDown={press}
      onPointerDown={point}
      onPointerMove={drag}
      onDoubleClick={(event) => isOfCells(event) && onOpen()}
      onContextMenu={menu}
    >
      <div data-part="spacer" className={styles.spacer} role="presentation">
        <div data-part="window" className={styles.window} role="presentation">
          <GridHead
            columns={content.columns}
            layout={content.layout}
            inSight={inSight}
            sort={sort}
            acts={headActs}
          />
          <div data-part="clip" role="presentation" className={styles.clip}>
            <div data-part="body" role="rowgroup" className={styles.body} />
          </div>
        </div>
      </div>
    </div>
  );
}

/** Where a menu for the chosen cell opens when no pointer says it. */
function placeOf(root: HTMLElement | null): { x: number; y: number } {
  const active = document.getElementById(root?.getAttribute('aria-activedescendant') ?? '');
  const box = (active ?? root)?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 12, y: (box?.top ?? 0) + (active === null ? 40 : 24) };
}
