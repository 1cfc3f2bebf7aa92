import { copyText } from '../../../../../lib/clipboard';
import { formatCount, formatCountOf } from '../../../../../lib/format';
import type { Toast } from '../../../../../ui/toast';
import { exactText } from './cells';
import type { CellSource } from './content';
import { rectangleOf, type Selection } from './selection';
import { rowsToCopy, toTsv } from './tsv';

/** Puts the chosen cells into the clipboard, as spreadsheets take them, and tells how it went. */
export async function copyCells(source: CellSource, selection: Selection): Promise<Toast> {
  const { top, bottom, left, right } = rectangleOf(selection);
  const columns = right - left + 1;
  const rows = rowsToCopy(bottom - top + 1, columns);
  await source.read({ first: top, end: top + rows }, { first: left, end: right + 1 });
  const texts = Array.from({ length: rows }, (_, down) =>
    Array.from({ length: columns }, (__, along) => exactText(source.cellAt(top + down, left + along) ?? { value: null })),
  );
  if (!(await copyText(toTsv(texts)))) return { tone: 'bad', text: 'The browser did not let us copy.' };
  const isCut = rows < bottom - top + 1;
  const words = `Copied ${formatCountOf(rows * columns, 'cell')}`;
  return isCut
    ? { tone: 'plain', text: `${words}: the first ${formatCount(rows)} rows. Export the view to take all of them.` }
    : { tone: 'good', text: `${words}.` };
}
