import type { Storage } from './types';

/** Why a cell is told of: read as missing by its word, lost to its column's type, or kept as text. */
export type CellReason = 'word' | 'unread' | 'odd';

/** How the cells of one column were read. */
export interface ColumnReport {
  name: string;
  dtype: Storage;
  /** Whether a person said how it is stored. */
  is_said: boolean;
  blank: number;
  word: number;
  unread: number;
  odd: number;
  /** What the column would be without its odd cells. */
  would_be: Storage | null;
  remark: string | null;
  distinct: number | null;
  is_approximate: boolean;
}

/** What an import made of a file. */
export interface ImportReport {
  dataset_id: string;
  version: number;
  state: 'pending' | 'ready' | 'failed';
  job_id: string | null;
  filename: string;
  size_bytes: number;
  content_hash: string;
  format: string;
  facts: Record<string, string>;
  beginning: { lines: string[]; skipped_lines: number; header: 'found' | 'given' | 'none' } | null;
  rows: number;
  duplicate_rows: number | null;
  memory_bytes: number;
  warnings: string[];
  seconds: number;
  bytes_per_second: number;
  columns: ColumnReport[];
  empty_columns: string[];
}

/** One cell that is not what stood in the file. */
export interface ToldCell {
  reason: CellReason;
  row: number;
  line: number | null;
  text: string;
}

export interface ToldCells {
  column: string;
  cells: ToldCell[];
  total: number;
}
