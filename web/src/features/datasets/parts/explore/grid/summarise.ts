import { formatCount, formatNumber } from '../../../../../lib/format';
import type { GridCell } from './cells';
import { isSingle, rectangleOf, type Selection } from './selection';

const MOST_CELLS = 20_000;

/** A few words about what is chosen: its size, and of numbers their sum and mean. */
export function summarise(selection: Selection, cellAt: (row: number, column: number) => GridCell | undefined): string {
  if (isSingle(selection)) return '';
  const { top, bottom, left, right } = rectangleOf(selection);
  const rows = bottom - top + 1;
  const columns = right - left + 1;
  const size = `${formatCount(rows)} × ${formatCount(columns)} cells`;
  if (rows * columns > MOST_CELLS) return size;
  const numbers: number[] = [];
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const cell = cellAt(row, column);
      // A sum over what is not here yet would be wrong.
      if (cell === undefined) return size;
      if (typeof cell.value === 'number') numbers.push(cell.value);
    }
  }
  if (numbers.length < 2) return size;
  const sum = numbers.reduce((total, one) => total + one, 0);
  return `${size} · sum ${formatNumber(sum)} · mean ${formatNumber(sum / numbers.length)}`;
}
