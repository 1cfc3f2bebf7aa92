/** The most cells that one copy takes: a clipboard is no export. */
export const MOST_COPIED_CELLS = 200_000;

/** How many rows of a selection are copied, so that the whole stays within bounds. */
export function rowsToCopy(rows: number, columns: number): number {
  return Math.min(rows, Math.max(1, Math.floor(MOST_COPIED_CELLS / Math.max(1, columns))));
}

/** Rows of texts as spreadsheets take them from the clipboard. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join('\t')).join('\n');
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
