import type { RowPage } from '../../../../../api/table';
import type { GridCell } from './cells';
import { blockColumns, Chunk, CHUNK_ROWS, chunksFor, keyOf, type ChunkPlace, type Span } from './chunks';

/** So many cells are kept; the ones fetched longest ago go first. */
const MOST_CELLS = 1_500_000;
const MOST_AT_ONCE = 3;
/** Rows that only fly past are not asked for: the window must rest this long on them. */
const REST_MS = 70;
const BEGIN: ChunkPlace = { page: 0, block: 0 };

export interface Question {
  page: number;
  pageSize: number;
  /** The columns of the block; null for all that are shown. */
  columns: string[] | null;
  isExact: boolean;
}

/** Hears that rows came, and whether they took the place of others. */
type Listener = (isReplaced: boolean) => void;

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
  private readonly listeners = new Set<Listener>();
  private readonly perBlock: number;
  private wanted: ChunkPlace[] = [];
  private counting: AbortController | null = null;
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

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getState = (): StoreState => this.state;

  cellAt(row: number, column: number): GridCell | undefined {
    const block = Math.floor(column / this.perBlock);
    return this.chunkOf(row, block)?.cellAt(row % CHUNK_ROWS, column - block * this.perBlock);
  }

  /** The place of a row in the file, from 0, as soon as it is known. */
  numberAt(row: number, column: number): number | undefined {
    return this.chunkOf(row, Math.floor(column / this.perBlock))?.numberAt(row % CHUNK_ROWS);
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
    if (this.state.isEstimate) void this.count();
  }

  /** Tries again after an error. */
  retry(): void {
    this.tell({ error: null });
    this.pump();
    if (this.state.isEstimate) void this.count();
  }

  /** Fetches what is not here yet of some cells, wherever they are. */
  async read(rows: Span, columns: readonly Span[]): Promise<void> {
    const { signal } = new AbortController();
    for (const place of chunksFor(rows, columns, this.perBlock)) {
      if (!this.isHere(place)) this.keep(place, await this.ask(this.question(place), signal));
    }
  }

  /** Calls everything off; the rows that are here stay readable. */
  stop(): void {
    clearTimeout(this.timer);
    this.isStopped = true;
    this.wanted = [];
    this.counting?.abort();
    this.counting = null;
    for (const controller of this.running.values()) controller.abort();
  }

  private chunkOf(row: number, block: number): Chunk | undefined {
    return this.chunks.get(keyOf({ page: Math.floor(row / CHUNK_ROWS), block }));
  }

  /** Rows that were found before the whole table was looked through are asked for again after it. */
  private isHere(place: ChunkPlace): boolean {
    const chunk = this.chunks.get(keyOf(place));
    return chunk !== undefined && (!chunk.isProvisional || this.state.isEstimate);
  }

  private pump(): void {
    for (const place of this.wanted) {
      if (this.running.size >= MOST_AT_ONCE || this.state.error !== null) return;
      if (this.running.has(keyOf(place)) || this.isHere(place) || this.isBeyondEnd(place)) continue;
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
      if (!controller.signal.aborted) this.tell({ error: asError(error) });
    } finally {
      this.running.delete(key);
      this.pump();
    }
  }

  /** Lets the server look through the whole table, once its first answer was a guess. */
  private async count(): Promise<void> {
    if (this.counting !== null || this.isStopped) return;
    const controller = new AbortController();
    this.counting = controller;
    try {
      const answer = await this.ask({ ...this.question(BEGIN), isExact: true }, controller.signal);
      if (!controller.signal.aborted) this.keep(BEGIN, answer);
    } catch (error) {
      if (!controller.signal.aborted) this.tell({ error: asError(error) });
    } finally {
      if (this.counting === controller) this.counting = null;
      this.pump();
    }
  }

  private question({ page, block }: ChunkPlace): Question {
    const start = block * this.perBlock;
    const isWhole = this.perBlock >= this.columns.length;
    const columns = isWhole ? null : this.columns.slice(start, start + this.perBlock);
    return { page, pageSize: CHUNK_ROWS, columns, isExact: false };
  }

  private keep(place: ChunkPlace, answer: RowPage): void {
    const key = keyOf(place);
    const chunk = new Chunk(answer);
    this.cells += chunk.cells - (this.chunks.get(key)?.cells ?? 0);
    const isReplaced = this.chunks.delete(key);
    this.chunks.set(key, chunk);
    this.forget();
    const isExactKnown = this.state.total !== null && !this.state.isEstimate;
    const isNews = !isExactKnown || !answer.is_estimate;
    this.tell({ ...(isNews && { total: answer.total_rows, isEstimate: answer.is_estimate }), error: null }, isReplaced);
    if (this.state.isEstimate) void this.count();
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

  private tell(news: Partial<StoreState>, isReplaced = false): void {
    const { total, isEstimate, error } = this.state;
    const next = { ...this.state, ...news };
    if (next.total !== total || next.isEstimate !== isEstimate || next.error !== error) this.state = next;
    for (const listener of this.listeners) listener(isReplaced);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
