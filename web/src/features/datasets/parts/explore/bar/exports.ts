import type { View } from '../../../../../api/table';

export interface ExportFormat {
  id: string;
  name: string;
  words: string;
}

export const FORMATS: readonly ExportFormat[] = [
  { id: 'csv', name: 'CSV', words: 'Text that every program reads' },
  { id: 'parquet', name: 'Parquet', words: 'Small and typed, for pandas, R, DuckDB' },
  { id: 'xlsx', name: 'Excel', words: 'A workbook with one sheet' },
  { id: 'json', name: 'JSON', words: 'One list of records' },
  { id: 'ndjson', name: 'JSON lines', words: 'A record on each line' },
  { id: 'arrow', name: 'Arrow', words: 'As it lies in memory, the fastest to read' },
];

const EXCEL_ROWS = 1_048_575;
const EXCEL_COLUMNS = 16_384;

/** Why a workbook cannot hold so much; null where it can. */
export function excelProblem(rows: number, columns: number): string | null {
  if (rows > EXCEL_ROWS) return `Excel holds ${EXCEL_ROWS.toLocaleString('en')} rows under a header: filter first`;
  if (columns > EXCEL_COLUMNS) return `Excel holds ${EXCEL_COLUMNS.toLocaleString('en')} columns: choose some first`;
  return null;
}

interface Wanted {
  datasetId: string;
  workspaceId: string;
  format: string;
  view: View;
}

/** Where the browser gets a file from; the server writes it while it is read. */
export function exportAddress({ datasetId, workspaceId, format, view }: Wanted): string {
  const query = new URLSearchParams({ format, workspace_id: workspaceId });
  if (Object.keys(view).length > 0) query.set('view', JSON.stringify(view));
  return `/api/data/download/${datasetId}?${query.toString()}`;
}
