import type { ReactNode } from 'react';
import type { GridColumn } from './content';

/** What the heads of columns can be asked to do. */
export interface HeadActs {
  onSort: (column: string, isAdded: boolean) => void;
  /** While a column is dragged, and once with `isDone` when it is let go; null is its usual width. */
  onWidth: (column: string, width: number | null, isDone: boolean) => void;
  onFit: (place: number) => void;
  onMenu: (column: GridColumn, place: { x: number; y: number }) => void;
  /** What a column holds, in a few pixels under its name. */
  drawSketch?: (column: GridColumn) => ReactNode;
}
