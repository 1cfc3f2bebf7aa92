import type { Span } from './chunks';
import { numberWidth, type GridContent } from './content';
import { RowPool, type Chosen, type RowParts } from './row-pool';
import { Scroller, type ScrollElements } from './scroller';
import { alone, rectangleOf, type CellPlace, type Selection } from './selection';

const ROWS_BEYOND = 3;
/** Rows asked for in advance, on the side to which the scrolling goes. */
const ROWS_AHEAD = 60;
/** Rows are placed from a base near them: far from it the browser would lose fractions of a pixel. */
const FARTHEST_ROWS = 50_000;
const REST_MS = 160;

export interface GridElements extends ScrollElements {
  head: HTMLElement;
  /** Holds the columns' heads that move sideways. */
  headMover: HTMLElement;
  body: HTMLElement;
}

interface Callbacks {
  /** Other columns came into sight. */
  onColumns: (columns: Span) => void;
  /** The rows in sight, when the scrolling rests. */
  onRest: (rows: Span) => void;
}

/** Draws the cells in sight and nothing else: its work does not grow with the table. */
export class GridPainter {
  private content: GridContent | null = null;
  private pool: RowPool | null = null;
  private readonly scroller: Scroller;
  private base = 0;
  private columns: Span = { first: 0, end: 0 };
  private numbers = 48;
  private readonly rows = new Map<number, RowParts>();
  private readonly free: RowParts[] = [];
  private selection: Selection | null = null;
  private frame: number | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private readonly observer = new ResizeObserver(() => this.measure());

  constructor(
    private readonly elements: GridElements,
    private readonly id: string,
    private readonly callbacks: Callbacks,
  ) {
    this.scroller = new Scroller(elements, () => this.schedule());
    this.observer.observe(elements.root);
    this.observer.observe(elements.head);
  }

  destroy(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    clearTimeout(this.rest);
    this.observer.disconnect();
    this.scroller.destroy();
    this.elements.body.replaceChildren();
  }

  /** Shows other content; where it is scrolled to stays, unless it is to begin at its top. */
  show(content: GridContent, isFromTop: boolean): void {
    const before = this.content;
    this.content = content;
    this.pool = new RowPool(content);
    const isSameGrid = before?.columns === content.columns && before.layout.pinned === content.layout.pinned;
    if (!isSameGrid || isFromTop) this.clear(content);
    for (const parts of this.rows.values()) this.pool.replace(parts);
    this.numbers = numberWidth(content.lastNumber);
    if (isFromTop) this.scroller.offset = 0;
    this.measure();
  }

  /** Draws what has come: rows that were not there yet, or others in their places. */
  refresh(isReplaced: boolean): void {
    for (const parts of this.rows.values()) if (isReplaced || !parts.isFull) parts.isStale = true;
    this.schedule();
  }

  select(selection: Selection | null): void {
    this.selection = selection;
    const chosen = this.chosen();
    for (const parts of this.rows.values()) this.pool?.mark(parts, chosen);
    const isInSight = selection !== null && this.rows.has(selection.active.row);
    if (isInSight) this.elements.root.setAttribute('aria-activedescendant', this.id);
    else this.elements.root.removeAttribute('aria-activedescendant');
  }

  /** Brings a cell into sight with the least movement. */
  reveal({ row, column }: CellPlace): void {
    if (this.content === null) return;
    const { layout, rows } = this.content;
    const { scale, offset, x } = this.scroller;
    this.scroller.scrollTo(scale.reveal(row - rows.first, offset), layout.reveal(column, x, this.scrolledWidth));
  }

  /** Puts a row at the top of the window. */
  goTo(row: number): void {
    const { scale, x } = this.scroller;
    if (this.content !== null) this.scroller.scrollTo(scale.clamp((row - this.content.rows.first) * this.scroller.rowPx), x);
  }

  /** The cell at a place of the screen; the nearest one where it lies outside of the cells. */
  cellAt(clientX: number, clientY: number): CellPlace | null {
    const { scale, offset, x } = this.scroller;
    if (this.content === null || scale.rows === 0) return null;
    const box = this.elements.window.getBoundingClientRect();
    const { layout, rows } = this.content;
    const down = clientY - box.top - this.elements.head.offsetHeight + offset;
    const row = Math.max(0, Math.min(scale.rows - 1, Math.floor(down / this.scroller.rowPx)));
    const right = Math.max(0, clientX - box.left - this.numbers);
    const isPinned = right < layout.pinnedWidth;
    const column = isPinned ? layout.pinnedAt(right) : layout.columnAt(right - layout.pinnedWidth + x);
    return { row: row + rows.first, column };
  }

  get pageRows(): number {
    return Math.max(1, Math.floor(this.scroller.scale.windowHeight / this.scroller.rowPx) - 1);
  }

  private get scrolledWidth(): number {
    return Math.max(0, this.elements.root.clientWidth - this.numbers - (this.content?.layout.pinnedWidth ?? 0));
  }

  private clear(content: GridContent): void {
    this.rows.clear();
    this.free.length = 0;
    this.elements.body.replaceChildren();
    this.base = content.rows.first;
    this.columns = { first: 0, end: 0 };
  }

  private measure(): void {
    if (this.content === null) return;
    const { layout, rows } = this.content;
    this.elements.root.style.setProperty('--numbers', `${this.numbers}px`);
    this.elements.root.style.setProperty('--pinned', `${layout.pinnedWidth}px`);
    this.scroller.resize({
      rows: rows.end - rows.first,
      width: this.numbers + layout.pinnedWidth + layout.scrolledWidth,
      headHeight: this.elements.head.offsetHeight,
    });
  }

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint();
    });
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), REST_MS);
  }

  private paint(): void {
    if (this.content === null || this.pool === null) return;
    const { layout, rows } = this.content;
    const { scale, offset, x } = this.scroller;
    const columns = layout.columnsAt(x, this.scrolledWidth, 1);
    const isOther = columns.first !== this.columns.first || columns.end !== this.columns.end;
    this.columns = columns;
    const { first, end } = scale.rowsAt(offset, ROWS_BEYOND);
    const span = { first: first + rows.first, end: end + rows.first };
    this.ask(this.content, span);
    this.rebase(span.first);
    this.recycle(span);
    const chosen = this.chosen();
    for (let row = span.first; row < span.end; row += 1) this.draw(this.pool, row, chosen, isOther);
    this.elements.body.style.transform = `translateY(${(this.base - rows.first) * this.scroller.rowPx - offset}px)`;
    this.elements.headMover.style.transform = `translateX(${-x}px)`;
    if (isOther) this.callbacks.onColumns(columns);
  }

  /** Says which cells are wanted: those in sight, then some ahead. */
  private ask({ layout, rows, source }: GridContent, span: Span): void {
    const spans = [{ first: 0, end: layout.pinned }, this.columns].filter((one) => one.end > one.first);
    const next = this.scroller.way > 0 ? span.end : span.first - ROWS_AHEAD;
    source.want(span, spans, { first: Math.max(rows.first, next), end: Math.min(rows.end, next + ROWS_AHEAD) });
  }

  private rebase(first: number): void {
    if (Math.abs(first - this.base) < FARTHEST_ROWS) return;
    this.base = first;
    for (const parts of this.rows.values()) this.move(parts);
  }

  private recycle(span: Span): void {
    for (const [row, parts] of this.rows) {
      if (row >= span.first && row < span.end) continue;
      this.rows.delete(row);
      this.free.push(parts);
    }
  }

  private draw(pool: RowPool, row: number, chosen: Chosen, isOther: boolean): void {
    let parts = this.rows.get(row);
    if (parts === undefined) {
      parts = this.free.pop() ?? pool.make();
      pool.assign(parts, row);
      this.rows.set(row, parts);
      this.move(parts);
      if (!parts.element.isConnected) this.elements.body.append(parts.element);
    }
    if (parts.isStale || isOther) pool.fill(parts, this.columns, chosen);
    const { x } = this.scroller;
    if (parts.x === x) return;
    parts.x = x;
    parts.mover.style.transform = `translateX(${-x}px)`;
  }

  private move(parts: RowParts): void {
    parts.element.style.transform = `translateY(${(parts.row - this.base) * this.scroller.rowPx}px)`;
  }

  /** Once the scrolling rests: the bar stands where it should, and rows can be read in their order. */
  private settle(): void {
    const { body } = this.elements;
    const { scale, offset } = this.scroller;
    if (scale.isScaled) this.scroller.align();
    for (const parts of this.free.splice(0)) parts.element.remove();
    const inOrder = [...this.rows.values()].sort((one, other) => one.row - other.row);
    if (inOrder.some((parts, place) => body.children[place] !== parts.element)) {
      body.append(...inOrder.map((parts) => parts.element));
    }
    this.select(this.selection);
    const { first, end } = scale.rowsAt(offset, 0);
    const start = this.content?.rows.first ?? 0;
    this.callbacks.onRest({ first: first + start, end: end + start });
  }

  private chosen(): Chosen {
    const box = rectangleOf(this.selection ?? alone({ row: -1, column: -1 }));
    return { box, active: this.selection?.active ?? null, activeId: this.id };
  }
}
