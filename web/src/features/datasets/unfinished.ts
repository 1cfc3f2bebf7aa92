import type { UnfinishedUpload } from '../../api/types';

/** What is known of a file without reading all of it. */
export interface FileFacts {
  name: string;
  size: number;
  /** The hash of its first bytes; null where the browser gives none. */
  headSha256: string | null;
}

/** Whether a file is the one that an upload was begun with, as far as can be told. */
export function isSameFile(upload: UnfinishedUpload, file: FileFacts): boolean {
  return mismatch(upload, file) === null;
}

/** What tells a file from the one that was begun, as a sentence; null when nothing does. */
export function mismatch(upload: UnfinishedUpload, file: FileFacts): string | null {
  if (upload.filename !== file.name) return `This file is called ${file.name}, the upload ${upload.filename}.`;
  if (upload.size_bytes !== file.size) return 'This file has another size than the one that was begun.';
  const isOther = upload.head_sha256 !== null && file.headSha256 !== null && upload.head_sha256 !== file.headSha256;
  return isOther ? 'This file begins with other bytes than the one that was begun.' : null;
}
