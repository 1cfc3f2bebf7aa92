/** Where columns stand: the pinned ones at the left, the others beside them, out of sight where far. */
export class ColumnLayout {
  /** The left end of each column: pinned ones from the grid's edge, others from the pinned ones' end. */
  readonly lefts: readonly number[];
  readonly pinnedWidth: number;
  readonly scrolledWidth: number;

  constructor(
    readonly widths: readonly number[],
    readonly pinned: number,
  ) {
    const lefts: number[] = [];
    let left = 0;
    let pinnedWidth = 0;
    widths.forEach((width, place) => {
      if (place === pinned) {
        pinnedWidth = left;
        left = 0;
      }
      lefts.push(left);
      left += width;
    });
    this.lefts = lefts;
    this.pinnedWidth = pinned >= widths.length ? left : pinnedWidth;
    this.scrolledWidth = pinned >= widths.length ? 0 : left;
  }

  get count(): number {
    return this.widths.length;
  }

  /** The unpinned columns that a window of this width touches; the end is not included. */
  columnsAt(x: number, windowWidth: number, beyond: number): { first: number; end: number } {
    const first = Math.max(this.pinned, this.columnAt(x) - beyond);
    const end = Math.min(this.count, this.columnAt(x + windowWidth) + 1 + beyond);
    return { first, end: Math.max(first, end) };
  }

  /** The unpinned column at a distance from the pinned ones' end. */
  columnAt(x: number): number {
    let low = this.pinned;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lefts[middle] ?? 0) <= x) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The pinned column at a distance from the grid's edge. */
  pinnedAt(x: number): number {
    let place = 0;
    while (place < this.pinned - 1 && (this.lefts[place + 1] ?? 0) <= x) place += 1;
    return place;
  }

  /** The least move that brings a column wholly into the window beside the pinned ones. */
  reveal(column: number, x: number, windowWidth: number): number {
    if (column < this.pinned) return x;
    const left = this.lefts[column] ?? 0;
    const width = this.widths[column] ?? 0;
    if (left < x || width > windowWidth) return left;
    return Math.max(x, left + width - windowWidth);
  }
}
