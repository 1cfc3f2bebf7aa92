import type { CellReason, ColumnReport, ImportReport } from '../../../../../api/import-report';
import { formatCount, formatCountOf } from '../../../../../lib/format';
import { storageWords } from '../reading';

const MARKS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ' ': 'space',
  '"': 'double quotes',
  "'": 'single quotes',
};

export const becameWords: Readonly<Record<CellReason, string>> = {
  word: 'missing, as the word says',
  unread: 'missing, since the type does not hold it',
  odd: 'kept, with the column as text',
};

/** How a mark between or around cells is called. */
export function markWord(mark: string): string {
  return MARKS[mark] ?? mark;
}

/** What was taken for the header, as a sentence. */
export function headerWords({ beginning }: ImportReport): string {
  const line = `Line ${formatCount((beginning?.skipped_lines ?? 0) + 1)}`;
  switch (beginning?.header) {
    case 'found':
      return `${line} names the columns, as was found out.`;
    case 'given':
      return `${line} names the columns, as was said.`;
    case 'none':
      return 'No line names the columns; they are numbered.';
    case undefined:
      return 'The file itself names the columns.';
  }
}

/** Whether something is to be told of a column's cells. */
export function isTold(column: ColumnReport): boolean {
  return column.word + column.unread + column.odd > 0 || column.remark !== null;
}

/** What is to be told of a column's cells, a sentence each. */
export function tellColumn(column: ColumnReport): string[] {
  const told = [];
  if (column.word > 0) {
    told.push(`${formatCountOf(column.word, 'cell')} with words such as NA or ? ${were(column.word)} read as missing.`);
  }
  if (column.unread > 0) {
    const type = storageWords[column.dtype];
    told.push(`${formatCountOf(column.unread, 'cell')} could not be read as ${type} and became missing.`);
  }
  if (column.odd > 0 && column.would_be !== null) {
    const rest = storageWords[column.would_be];
    told.push(`Stored as text because of ${formatCountOf(column.odd, 'cell')}; all others are ${rest}.`);
  }
  if (told.length === 0 && column.remark !== null) told.push(`The column ${column.remark}.`);
  return told;
}

/** How many columns have nothing that is told of. */
export function quietWords(columns: readonly ColumnReport[]): string {
  const quiet = columns.filter((column) => !isTold(column)).length;
  if (quiet === columns.length) return 'Every cell of every column is what stood in the file.';
  const others = quiet === 1 ? 'the other column' : `the other ${formatCount(quiet)} columns`;
  return `Every cell of ${others} is what stood in the file.`;
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}
