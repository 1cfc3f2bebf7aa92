/** Browsers lose positions beyond some tens of millions of pixels: taller things are scaled to this. */
export const TALLEST_PX = 8_000_000;

/**
 * Where rows lie in a box that may be too short for them all.
 *
 * `offset` is the true distance of the window's top from the first row; `scroll` is where the
 * browser's scroll bar stands. They are the same until the rows are taller than a browser can keep.
 */
export class RowScale {
  readonly tall: number;
  readonly height: number;

  constructor(
    readonly rows: number,
    readonly rowHeight: number,
    readonly windowHeight: number,
  ) {
    this.tall = rows * rowHeight;
    this.height = Math.min(this.tall, TALLEST_PX);
  }

  get isScaled(): boolean {
    return this.tall > this.height;
  }

  get lastOffset(): number {
    return Math.max(0, this.tall - this.windowHeight);
  }

  private get lastScroll(): number {
    return Math.max(0, this.height - this.windowHeight);
  }

  clamp(offset: number): number {
    return Math.max(0, Math.min(this.lastOffset, offset));
  }

  toScroll(offset: number): number {
    if (!this.isScaled) return this.clamp(offset);
    return (this.clamp(offset) / this.lastOffset) * this.lastScroll;
  }

  toOffset(scroll: number): number {
    if (!this.isScaled) return this.clamp(scroll);
    return this.clamp((scroll / this.lastScroll) * this.lastOffset);
  }

  /**
   * The offset after the scroll bar moved. A short way is a finger or a wheel and means these very
   * pixels; a long way is the bar itself being dragged.
   */
  follow(offset: number, from: number, to: number): number {
    if (!this.isScaled) return this.clamp(to);
    if (to <= 0) return 0;
    if (to >= this.lastScroll) return this.lastOffset;
    const isShort = Math.abs(to - from) < this.windowHeight;
    return isShort ? this.clamp(offset + to - from) : this.toOffset(to);
  }

  /** The rows that the window touches, and some beyond; the end is not included. */
  rowsAt(offset: number, beyond: number): { first: number; end: number } {
    const first = Math.max(0, Math.floor(offset / this.rowHeight) - beyond);
    const end = Math.min(this.rows, Math.ceil((offset + this.windowHeight) / this.rowHeight) + beyond);
    return { first, end: Math.max(first, end) };
  }

  /** The least move that brings a row wholly into the window, whose first `covered` pixels are hidden. */
  reveal(row: number, offset: number): number {
    const top = row * this.rowHeight;
    if (top < offset) return this.clamp(top);
    const lowest = top + this.rowHeight - this.windowHeight;
    return lowest > offset ? this.clamp(lowest) : offset;
  }
}
