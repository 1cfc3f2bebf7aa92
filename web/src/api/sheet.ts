import { saveFile } from '../lib/save-file';
import { fetchSignedIn } from './client';
import { errorFrom } from './errors';

type SheetFormat = 'html' | 'md' | 'pdf';

/** Where the sheet of a run lies, named by its id or its model's. */
function sheetAddress(run: string, workspaceId: string, format: SheetFormat): string {
  return `/api/training/${run}/sheet?format=${format}&workspace_id=${workspaceId}`;
}

/** Fetches a sheet and saves it as a file; a refusal, such as a missing printer, is thrown. */
async function saveSheet(run: string, workspaceId: string, format: SheetFormat): Promise<void> {
  const address = new URL(sheetAddress(run, workspaceId, format), window.location.origin);
  const answer = await fetchSignedIn(new Request(address));
  if (!answer.ok) throw errorFrom(answer.status, await answer.json().catch(() => null));
  saveFile(await answer.blob(), `sheet_${run}.${format}`);
}

/** What a menu of a sheet needs to know of the run, named by its id or its model's. */
export function sheetOf(run: string, workspaceId: string): { address: string; save: (format: SheetFormat) => Promise<void> } {
  return { address: sheetAddress(run, workspaceId, 'html'), save: (format) => saveSheet(run, workspaceId, format) };
}
