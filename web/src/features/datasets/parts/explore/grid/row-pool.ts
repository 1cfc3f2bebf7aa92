import { classNames } from '../../../../../lib/class-names';
import { faceOf, MARK_WORDS, type Mark } from './cells';
import type { Span } from './chunks';
import type { GridContent } from './content';
import styles from './Grid.module.css';
import type { CellPlace, Rectangle } from './selection';

/** The classes of a cell by what it shows, joined once. */
const LOOKS = {
  value: looksOf(undefined),
  null: looksOf(styles.null),
  nan: looksOf(styles.nan),
  infinite: looksOf(styles.infinite),
  empty: looksOf(styles.empty),
} satisfies Record<Mark, { number: string; other: string }>;

interface CellParts {
  element: HTMLElement;
  text: Text;
  column: number;
  width: number;
  look: string;
  mark: Mark;
  isSelected: boolean;
  isActive: boolean;
}

export interface RowParts {
  element: HTMLElement;
  number: Text;
  /** Holds the cells that move sideways. */
  mover: HTMLElement;
  pinned: CellParts[];
  cells: Map<number, CellParts>;
  spare: CellParts[];
  row: number;
  /** Whether every cell is there. */
  isFull: boolean;
  /** Whether it has to be filled again. */
  isStale: boolean;
  /** How far its cells were moved sideways. */
  x: number;
}

export interface Chosen {
  box: Rectangle;
  active: CellPlace | null;
  activeId: string;
}

/** Makes rows of cells and fills them; used ones are filled anew instead of made again. */
export class RowPool {
  constructor(private readonly content: GridContent) {}

  make(): RowParts {
    const element = document.createElement('div');
    element.setAttribute('role', 'row');
    element.className = styles.row ?? '';
    const number = document.createTextNode('');
    const head = document.createElement('div');
    head.setAttribute('role', 'rowheader');
    head.setAttribute('aria-colindex', '1');
    head.className = styles.number ?? '';
    head.append(number);
    const holder = makeBox(styles.holder);
    const mover = makeBox(styles.mover);
    element.append(head, holder, mover);
    const state = { row: -1, isFull: false, isStale: true, x: -1 };
    const parts: RowParts = { element, number, mover, pinned: [], cells: new Map(), spare: [], ...state };
    for (let column = 0; column < this.content.layout.pinned; column += 1) {
      const cell = this.makeCell();
      this.place(cell, column);
      parts.pinned.push(cell);
      holder.append(cell.element);
    }
    return parts;
  }

  /** Lets a row stand for another one of the table. */
  assign(parts: RowParts, row: number): void {
    parts.row = row;
    parts.isStale = true;
    // The header is the first row.
    parts.element.setAttribute('aria-rowindex', String(row + 2));
  }

  /** Puts a row's cells where they stand now, to be filled anew. */
  replace(parts: RowParts): void {
    parts.isStale = true;
    for (const cell of parts.pinned) this.place(cell, cell.column);
    for (const cell of parts.cells.values()) this.place(cell, cell.column);
  }

  /** Writes what is known of a row into its cells. */
  fill(parts: RowParts, columns: Span, chosen: Chosen): void {
    const { source } = this.content;
    const isKept = !parts.isStale && parts.isFull;
    const isLoading =
      source.cellAt(parts.row, columns.first) === undefined && source.cellAt(parts.row, 0) === undefined;
    parts.isStale = false;
    parts.isFull = !isLoading;
    parts.element.classList.toggle(styles.loading ?? '', isLoading);
    const number = source.numberAt(parts.row, 0) ?? source.numberAt(parts.row, columns.first);
    parts.number.data = number === undefined ? '' : String(number + 1);
    if (isLoading) return;
    const placed = this.arrange(parts, columns);
    // What a row shows already stays, when only other columns come into sight.
    const cells = isKept ? placed : [...parts.pinned, ...parts.cells.values()];
    for (const cell of cells) this.write(parts, cell, chosen);
  }

  /** Shows which cells are chosen, without looking at what is in them. */
  mark(parts: RowParts, chosen: Chosen): void {
    for (const cell of parts.pinned) markCell(parts, cell, chosen);
    for (const cell of parts.cells.values()) markCell(parts, cell, chosen);
  }

  /** Lets the row's cells be those of these columns; gives the ones that were placed anew. */
  private arrange(parts: RowParts, columns: Span): CellParts[] {
    for (const [column, cell] of parts.cells) {
      if (column >= columns.first && column < columns.end) continue;
      parts.cells.delete(column);
      parts.spare.push(cell);
    }
    const placed: CellParts[] = [];
    for (let column = columns.first; column < columns.end; column += 1) {
      if (parts.cells.has(column)) continue;
      const cell = parts.spare.pop() ?? this.makeCell();
      if (!cell.element.isConnected) parts.mover.append(cell.element);
      this.place(cell, column);
      parts.cells.set(column, cell);
      placed.push(cell);
    }
    for (const cell of parts.spare) cell.element.hidden = true;
    return placed;
  }

  private makeCell(): CellParts {
    const element = document.createElement('div');
    element.setAttribute('role', 'gridcell');
    const text = document.createTextNode('');
    element.append(text);
    return { element, text, column: -1, width: -1, look: '', mark: 'value', isSelected: false, isActive: false };
  }

  private place(cell: CellParts, column: number): void {
    const { lefts, widths } = this.content.layout;
    cell.column = column;
    cell.element.hidden = false;
    cell.element.setAttribute('aria-colindex', String(column + 2));
    const width = widths[column] ?? 0;
    if (width !== cell.width) cell.element.style.width = `${width}px`;
    cell.width = width;
    cell.element.style.transform = `translateX(${lefts[column] ?? 0}px)`;
  }

  private write(parts: RowParts, cell: CellParts, chosen: Chosen): void {
    const { columns, source } = this.content;
    const family = columns[cell.column]?.family ?? 'text';
    const held = source.cellAt(parts.row, cell.column);
    if (held === undefined) {
      parts.isFull = false;
      setText(cell, '');
      setLook(cell, classNames(styles.cell, styles.waiting), 'value');
    } else {
      const { text, mark } = faceOf(held, family);
      setText(cell, text);
      setLook(cell, lookOf(family === 'number', mark), mark);
    }
    markCell(parts, cell, chosen);
  }
}

function markCell({ row }: RowParts, cell: CellParts, { box, active, activeId }: Chosen): void {
  const isSelected = row >= box.top && row <= box.bottom && cell.column >= box.left && cell.column <= box.right;
  if (isSelected !== cell.isSelected) {
    cell.isSelected = isSelected;
    if (isSelected) cell.element.setAttribute('aria-selected', 'true');
    else cell.element.removeAttribute('aria-selected');
  }
  const isActive = active !== null && active.row === row && active.column === cell.column;
  if (isActive === cell.isActive) return;
  cell.isActive = isActive;
  if (isActive) cell.element.id = activeId;
  else cell.element.removeAttribute('id');
}

function makeBox(className: string | undefined): HTMLElement {
  const box = document.createElement('div');
  box.setAttribute('role', 'presentation');
  box.className = className ?? '';
  return box;
}

function looksOf(mark: string | undefined) {
  return { number: classNames(styles.cell, styles.numeric, mark), other: classNames(styles.cell, mark) };
}

function setText(cell: CellParts, text: string): void {
  if (cell.text.data !== text) cell.text.data = text;
}

function lookOf(isNumber: boolean, mark: Mark): string {
  return isNumber ? LOOKS[mark].number : LOOKS[mark].other;
}

function setLook(cell: CellParts, look: string, mark: Mark): void {
  if (cell.look !== look) {
    cell.look = look;
    cell.element.className = look;
  }
  if (cell.mark === mark) return;
  cell.mark = mark;
  // Drawn apart by colour and hatching: those who listen get words.
  if (mark === 'value') cell.element.removeAttribute('aria-label');
  else cell.element.setAttribute('aria-label', MARK_WORDS[mark]);
}
