import { isRecord, isString, parseJson } from '../lib/guards';
import { errorFrom, unreachable } from './errors';
import { currentWorkspace } from './workspace';

export interface Upload {
  /** Settles with the ids of the new dataset and the job that imports it. */
  done: Promise<{ datasetId: string; jobId: string | null }>;
  cancel: () => void;
}

/** Sends a file and tells how much of it has left, which fetch() cannot. */
export function uploadFile(file: File, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<{ datasetId: string; jobId: string | null }>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parseJson(request.responseText);
      if (request.status >= 400) reject(errorFrom(request.status, body));
      else if (isRecord(body) && isString(body.dataset_id)) resolve(idsIn(body.dataset_id, body.job_id));
      else reject(new Error('The server took the file but did not say under which id.'));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
  });
  send(request, file);
  return { done, cancel: () => request.abort() };
}

function idsIn(datasetId: string, jobId: unknown) {
  return { datasetId, jobId: isString(jobId) ? jobId : null };
}

function send(request: XMLHttpRequest, file: File): void {
  request.open('POST', '/api/data/upload');
  request.setRequestHeader('Prefer', 'respond-async');
  const workspace = currentWorkspace.get();
  if (workspace !== null) request.setRequestHeader('X-Workspace', workspace);
  const form = new FormData();
  form.append('file', file);
  request.send(form);
}
