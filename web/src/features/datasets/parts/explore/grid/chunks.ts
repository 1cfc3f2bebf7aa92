import type { RowPage, Special } from '../../../../../api/table';
import { isNumber } from '../../../../../lib/guards';
import type { GridCell } from './cells';

/** Rows of one request: few enough to come at once, many enough to scroll on while the next ones come. */
export const CHUNK_ROWS = 100;
const CHUNK_COLUMNS = 48;

export interface Span {
  first: number;
  end: number;
}

/** A block of cells: `page` counts blocks of rows, `block` counts blocks of columns. */
export interface ChunkPlace {
  page: number;
  block: number;
}

/** The columns of a block; a table of moderate width is not divided. */
export function blockColumns(columns: number): number {
  return columns <= 2 * CHUNK_COLUMNS ? Math.max(1, columns) : CHUNK_COLUMNS;
}

/** The blocks that hold these rows and columns. */
export function chunksFor(rows: Span, columns: readonly Span[], perBlock: number): ChunkPlace[] {
  if (rows.end <= rows.first) return [];
  const blocks = new Set<number>();
  for (const { first, end } of columns) {
    for (let block = Math.floor(first / perBlock); block * perBlock < end; block += 1) blocks.add(block);
  }
  const places: ChunkPlace[] = [];
  for (let page = Math.floor(rows.first / CHUNK_ROWS); page * CHUNK_ROWS < rows.end; page += 1) {
    for (const block of blocks) places.push({ page, block });
  }
  return places;
}

export function keyOf({ page, block }: ChunkPlace): string {
  return `${page}:${block}`;
}

/** An answer of the server, ready to be looked into cell by cell. */
export class Chunk {
  private readonly specials = new Map<number, Special>();
  private readonly lengths = new Map<number, number>();

  constructor(private readonly answer: RowPage) {
    for (const [row, column, what] of answer.specials) {
      if (isNumber(row) && isNumber(column) && isSpecial(what)) this.specials.set(this.place(row, column), what);
    }
    for (const [row, column, length] of answer.cut) {
      if (isNumber(row) && isNumber(column) && isNumber(length)) this.lengths.set(this.place(row, column), length);
    }
  }

  get cells(): number {
    return this.answer.rows.length * this.answer.columns.length;
  }

  /** Whether other rows may stand here once the server has looked through the whole table. */
  get isProvisional(): boolean {
    return this.answer.is_estimate;
  }

  cellAt(row: number, column: number): GridCell | undefined {
    const value = this.answer.rows[row]?.[column];
    if (value === undefined) return undefined;
    const place = this.place(row, column);
    const special = value === null ? this.specials.get(place) : undefined;
    const fullLength = typeof value === 'string' ? this.lengths.get(place) : undefined;
    return { value, ...(special && { special }), ...(fullLength !== undefined && { fullLength }) };
  }

  numberAt(row: number): number | undefined {
    return this.answer.row_numbers[row];
  }

  private place(row: number, column: number): number {
    return row * this.answer.columns.length + column;
  }
}

function isSpecial(value: unknown): value is Special {
  return value === 'nan' || value === 'inf' || value === '-inf';
}
