import { describe, expect, it } from 'vitest';
import type { ColumnReport } from '../../../../../api/import-report';
import { isTold, quietWords, tellColumn } from './report-words';

function column(more: Partial<ColumnReport>): ColumnReport {
  const counts = { blank: 0, word: 0, unread: 0, odd: 0, would_be: null, remark: null };
  return { name: 'a', dtype: 'int64', is_said: false, distinct: 1, is_approximate: false, ...counts, ...more };
}

describe('what is told of a column', () => {
  it('is every way in which a cell differs from what stood in the file', () => {
    const both = column({ word: 1, unread: 1200 });

    expect(tellColumn(both)).toEqual([
      '1 cell with words such as NA or ? was read as missing.',
      '1,200 cells could not be read as whole numbers and became missing.',
    ]);
  });

  it('says the odd cells of a column of text, and not their remark as well', () => {
    const odd = column({ dtype: 'str', odd: 2, would_be: 'float64', remark: 'stays text' });

    expect(tellColumn(odd)).toEqual(['Stored as text because of 2 cells; all others are numbers.']);
  });

  it('leaves out columns that hold what stood in the file, and counts them', () => {
    const columns = [column({}), column({ blank: 4 }), column({ word: 1 })];

    expect(columns.filter(isTold)).toHaveLength(1);
    expect(quietWords(columns)).toBe('Every cell of the other 2 columns is what stood in the file.');
    expect(quietWords([column({})])).toBe('Every cell of every column is what stood in the file.');
  });
});
