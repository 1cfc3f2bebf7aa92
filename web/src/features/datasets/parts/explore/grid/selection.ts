/** One cell of the grid: the place of its row in the view, of its column among the shown ones. */
export interface CellPlace {
  row: number;
  column: number;
}

/** A rectangle of cells: the one that moves, and the one where the choosing began. */
export interface Selection {
  active: CellPlace;
  anchor: CellPlace;
}

export interface Bounds {
  /** From the first row in the grid to the one after the last. */
  rows: { first: number; end: number };
  columns: number;
  /** How many rows one turn of the page moves. */
  pageRows: number;
}

export interface Rectangle {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The corners of a selection, all included. */
export function rectangleOf({ active, anchor }: Selection): Rectangle {
  return {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    left: Math.min(active.column, anchor.column),
    right: Math.max(active.column, anchor.column),
  };
}

export function isSingle(selection: Selection): boolean {
  const { top, bottom, left, right } = rectangleOf(selection);
  return top === bottom && left === right;
}

export function alone(cell: CellPlace): Selection {
  return { active: cell, anchor: cell };
}

interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** The selection after a key that moves it; null for every other key. */
export function movedBy(selection: Selection, key: Key, bounds: Bounds): Selection | null {
  const aim = aimOf(selection.active, key, bounds);
  if (aim === null) return null;
  const active = within(aim, bounds);
  return key.shiftKey ? { active, anchor: selection.anchor } : alone(active);
}

function aimOf({ row, column }: CellPlace, { key, ctrlKey, metaKey }: Key, bounds: Bounds): CellPlace | null {
  const isFar = ctrlKey || metaKey;
  const firstRow = bounds.rows.first;
  const lastRow = bounds.rows.end - 1;
  const lastColumn = bounds.columns - 1;
  switch (key) {
    case 'ArrowUp':
      return { row: isFar ? firstRow : row - 1, column };
    case 'ArrowDown':
      return { row: isFar ? lastRow : row + 1, column };
    case 'ArrowLeft':
      return { row, column: isFar ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: isFar ? lastColumn : column + 1 };
    case 'PageUp':
      return { row: row - bounds.pageRows, column };
    case 'PageDown':
      return { row: row + bounds.pageRows, column };
    case 'Home':
      return isFar ? { row: firstRow, column: 0 } : { row, column: 0 };
    case 'End':
      return isFar ? { row: lastRow, column: lastColumn } : { row, column: lastColumn };
    default:
      return null;
  }
}

/** The nearest cell that there is. */
export function within({ row, column }: CellPlace, { rows, columns }: Bounds): CellPlace {
  return {
    row: Math.max(rows.first, Math.min(rows.end - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  };
}
