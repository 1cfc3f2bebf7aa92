import { isNumber, isRecord, parseJson } from '../lib/guards';
import { answerOf, api, renew } from './client';
import { errorFrom, unreachable } from './errors';
import type { Dataset, UnfinishedUpload } from './types';
import { currentWorkspace } from './workspace';

/** The first bytes whose hash tells whether a file is the one that was begun. */
export const HEAD_BYTES = 1024 * 1024;
/** What is hashed whole before it is sent, to see whether the server has it already. */
const HASHED_BYTES = 64 * 1024 * 1024;

export type Begun = { upload: UnfinishedUpload } | { recognised: Dataset };

/** Begins an upload; bytes that are a dataset already are recognised where that is asked for. */
export async function beginUpload(file: File, headSha256: string | null, recognise: boolean): Promise<Begun> {
  const sha256 = file.size <= HASHED_BYTES ? await sha256Of(file) : null;
  const body = { filename: file.name, size_bytes: file.size, sha256, head_sha256: headSha256, recognise };
  const answer = await answerOf(api.POST('/api/uploads', { body }));
  return 'recognised' in answer ? { recognised: answer.dataset } : { upload: answer };
}

export async function listUnfinished(): Promise<UnfinishedUpload[]> {
  const { uploads } = await answerOf(api.GET('/api/uploads', { params: { query: { mine: true } } }));
  return uploads;
}

export function readUpload(id: string): Promise<UnfinishedUpload> {
  return answerOf(api.GET('/api/uploads/{upload_id}', { params: { path: { upload_id: id } } }));
}

/** Makes the dataset of an upload whose bytes are all there. */
export function finishUpload(id: string) {
  return answerOf(api.POST('/api/uploads/{upload_id}/finish', { params: { path: { upload_id: id } } }));
}

export async function discardUpload(id: string): Promise<void> {
  await api.DELETE('/api/uploads/{upload_id}', { params: { path: { upload_id: id } } });
}

/** The hash of a file's bytes; null where the browser gives none, as on pages without HTTPS. */
export async function sha256Of(blob: Blob): Promise<string | null> {
  if (!window.isSecureContext) return null;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Piece {
  offset: number;
  bytes: Blob;
  /** How much of the piece has left, which fetch() cannot tell. */
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

/** Sends a piece and gives the offset at which the server wants the next one. */
export async function sendPiece(id: string, piece: Piece): Promise<number> {
  const first = await sendOnce(id, piece);
  const answer = first.status === 401 && (await renew()) ? await sendOnce(id, piece) : first;
  const body = parseJson(answer.responseText);
  if (answer.status === 204) return Number(answer.getResponseHeader('Upload-Offset'));
  if (answer.status === 409 && isRecord(body) && isNumber(body.offset)) return body.offset;
  throw errorFrom(answer.status, body);
}

function sendOnce(id: string, { offset, bytes, onSent, signal }: Piece): Promise<XMLHttpRequest> {
  const request = new XMLHttpRequest();
  const abort = () => request.abort();
  return new Promise<XMLHttpRequest>((resolve, reject) => {
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => resolve(request);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    request.open('PATCH', `/api/uploads/${id}`);
    request.setRequestHeader('Upload-Offset', String(offset));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    const workspace = currentWorkspace.get();
    if (workspace !== null) request.setRequestHeader('X-Workspace', workspace);
    signal.addEventListener('abort', abort);
    if (signal.aborted) reject(new DOMException('The upload was stopped.', 'AbortError'));
    else request.send(bytes);
  }).finally(() => signal.removeEventListener('abort', abort));
}
