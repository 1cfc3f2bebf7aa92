import type { ColumnType } from '../../../../../api/types';
import { remPx } from '../../../../../lib/rem';
import type { Family } from '../look/operators';
import type { GridCell } from './cells';
import type { Span } from './chunks';
import type { ColumnLayout } from './column-layout';

/** A column as the grid draws it. */
export interface GridColumn {
  name: string;
  dtype: string;
  type: ColumnType;
  family: Family;
  isNullable: boolean;
}

/** Where the grid takes its cells from. */
export interface CellSource {
  cellAt(row: number, column: number): GridCell | undefined;
  numberAt(row: number, column: number): number | undefined;
  want(rows: Span, columns: readonly Span[], next: Span): void;
  /** Fetches what is not here yet of a rectangle. */
  read(rows: Span, columns: Span): Promise<void>;
}

/** What a grid shows at a time. */
export interface GridContent {
  columns: readonly GridColumn[];
  layout: ColumnLayout;
  /** The rows in the grid: of a view of many rows those of one page, or all. */
  rows: Span;
  /** The number of the table's last row: rows keep theirs in a view of few of them. */
  lastNumber: number;
  source: CellSource;
}

/** The width of the column of row numbers. */
export function numberWidth(lastNumber: number): number {
  return Math.round((remPx() / 16) * Math.max(48, 22 + 8 * String(lastNumber).length));
}
