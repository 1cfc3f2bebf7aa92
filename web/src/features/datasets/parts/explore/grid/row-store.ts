import type { RowPage } from '../../../../../api/table';
import type { GridCell } from './cells';
import { blockColumns, Chunk, CHUNK_ROWS, chunksFor, keyOf, type ChunkPlace, type Span } from './chunks';

/** So many cells are kept; the ones fetched longest ago go first. */
const MOST_CELLS = 1_500_000;
const MOST_AT_ONCE = 3;
/** Rows that only fly past are not asked for: the window must rest this long on them. */
const REST_MS = 70;

export interface Question {
  page: number;
  pageSize: number;
  /** The columns of the block; null for all that are shown. */
  columns: string[] | null;
}

type Ask = (question: Question, signal: AbortSignal) => Promise<RowPage>;

export interface StoreState {
  total: number | null;
  isEstimate: boolean;
  error: Error | null;
}

/** The rows of one view, fetched in blocks where they are looked at, and kept for a while. */
export class RowStore {
  private readonly chunks = new Map<string, Chunk>();
  private readonly running = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private readonly perBlock: number;
  private wanted: ChunkPlace[] = [];
  private cells = 0;
  private isStopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private state: StoreState = { total: null, isEstimate: false, error: null };

  constructor(
    readonly columns: readonly string[],
    private readonly ask: Ask,
  ) {
    this.perBlock = blockColumns(columns.length);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getState = (): StoreState => this.state;

  cellAt(row: number, column: number): GridCell | undefined {
    const block = Math.floor(column / this.perBlock);
    const chunk = this.chunks.get(keyOf({ page: Math.floor(row / CHUNK_ROWS), block }));
    return chunk?.cellAt(row % CHUNK_ROWS, column - block * this.perBlock);
  }

  /** The place of a row in the file, from 0, as soon as it is known. */
  numberAt(row: number, column: number): number | undefined {
    const block = Math.floor(column / this.perBlock);
    return this.chunks.get(keyOf({ page: Math.floor(row / CHUNK_ROWS), block }))?.numberAt(row % CHUNK_ROWS);
  }

  /** Says what is looked at now, first what is in sight, then what may come next; all else is called off. */
  want(rows: Span, columns: readonly Span[], next: Span): void {
    if (this.isStopped) return;
    const wanted = [...chunksFor(rows, columns, this.perBlock), ...chunksFor(next, columns, this.perBlock)];
    if (wanted.map(keyOf).join() === this.wanted.map(keyOf).join()) return;
    this.wanted = wanted;
    const keys = new Set(wanted.map(keyOf));
    for (const [key, controller] of this.running) if (!keys.has(key)) controller.abort();
    clearTimeout(this.timer);
    if (this.chunks.size === 0) this.pump();
    else this.timer = setTimeout(() => this.pump(), REST_MS);
  }

  /** Begins with the first rows, before anybody looks. */
  start(): void {
    this.isStopped = false;
    if (this.wanted.length === 0) this.want({ first: 0, end: 1 }, [{ first: 0, end: 1 }], { first: 0, end: 0 });
  }

  /** Tries again after an error. */
  retry(): void {
    this.tell({ error: null });
    this.pump();
  }

  /** Fetches what is not here yet of some cells, wherever they are. */
  async read(rows: Span, columns: readonly Span[]): Promise<void> {
    const { signal } = new AbortController();
    for (const place of chunksFor(rows, columns, this.perBlock)) {
      if (!this.chunks.has(keyOf(place))) this.keep(place, await this.ask(this.question(place), signal));
    }
  }

  /** Calls everything off; the rows that are here stay readable. */
  stop(): void {
    clearTimeout(this.timer);
    this.isStopped = true;
    this.wanted = [];
    for (const controller of this.running.values()) controller.abort();
  }

  private pump(): void {
    for (const place of this.wanted) {
      if (this.running.size >= MOST_AT_ONCE || this.state.error !== null) return;
      const key = keyOf(place);
      if (this.chunks.has(key) || this.running.has(key)) continue;
      if (this.isBeyondEnd(place)) continue;
      void this.fetch(place);
    }
  }

  private isBeyondEnd({ page }: ChunkPlace): boolean {
    const { total, isEstimate } = this.state;
    return total !== null && !isEstimate && page > 0 && page * CHUNK_ROWS >= total;
  }

  private async fetch(place: ChunkPlace): Promise<void> {
    const key = keyOf(place);
    const controller = new AbortController();
    this.running.set(key, controller);
    try {
      const answer = await this.ask(this.question(place), controller.signal);
      if (!controller.signal.aborted) this.keep(place, answer);
    } catch (error) {
      if (!controller.signal.aborted) this.tell({ error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      this.running.delete(key);
      this.pump();
    }
  }

  private question({ page, block }: ChunkPlace): Question {
    const start = block * this.perBlock;
    const isWhole = this.perBlock >= this.columns.length;
    return { page, pageSize: CHUNK_ROWS, columns: isWhole ? null : this.columns.slice(start, start + this.perBlock) };
  }

  private keep(place: ChunkPlace, answer: RowPage): void {
    const chunk = new Chunk(answer);
    if (this.chunks.has(keyOf(place))) return;
    this.chunks.set(keyOf(place), chunk);
    this.cells += chunk.cells;
    this.forget();
    const isExactKnown = this.state.total !== null && !this.state.isEstimate;
    const isNews = !isExactKnown || !answer.is_estimate;
    this.tell({ ...(isNews && { total: answer.total_rows, isEstimate: answer.is_estimate }), error: null });
  }

  private forget(): void {
    const keys = new Set(this.wanted.map(keyOf));
    for (const [key, chunk] of this.chunks) {
      if (this.cells <= MOST_CELLS) return;
      if (keys.has(key)) continue;
      this.chunks.delete(key);
      this.cells -= chunk.cells;
    }
  }

  private tell(news: Partial<StoreState>): void {
    const { total, isEstimate, error } = this.state;
    const next = { ...this.state, ...news };
    if (next.total !== total || next.isEstimate !== isEstimate || next.error !== error) this.state = next;
    for (const listener of this.listeners) listener();
  }
}
