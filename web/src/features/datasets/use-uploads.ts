import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { keys } from '../../api/keys';
import type { UnfinishedUpload } from '../../api/types';
import {
  HEAD_BYTES,
  beginUpload,
  discardUpload,
  finishUpload,
  listUnfinished,
  readUpload,
  sendPiece,
  sha256Of,
} from '../../api/upload';
import { useToast } from '../../ui/toast';
import { mismatch, isSameFile, type FileFacts } from './unfinished';
import { UploadQueue } from './upload-queue';

/** One for the whole page: files go on being sent while people look at something else. */
const queue = new UploadQueue({
  begin: async (file, recognise) => beginUpload(file, await headOf(file), recognise),
  offset: async (id) => (await readUpload(id)).offset,
  send: (id, offset, bytes, onSent, signal) => sendPiece(id, { offset, bytes, onSent, signal }),
  finish: finishUpload,
  discard: discardUpload,
  wait,
  now: () => performance.now(),
});

const unfinishedQuery = { queryKey: keys.uploads, queryFn: listUnfinished };

/** The files on their way to the server, and those that once were. */
export function useUploads() {
  const client = useQueryClient();
  const tell = useToast();
  const items = useSyncExternalStore(queue.subscribe, queue.items);
  const listed = useQuery(unfinishedQuery);
  const unfinished = (listed.data ?? []).filter((upload) => !queue.knows(upload.upload_id));

  /** Takes files; one that was begun before goes on where it stopped. */
  const start = async (files: readonly File[]) => {
    const known = await client.query({ ...unfinishedQuery, staleTime: 0 }).catch(() => []);
    for (const file of files) {
      const facts = await factsOf(file);
      const begun = known.find((one) => !queue.knows(one.upload_id) && isSameFile(one, facts));
      queue.add(file, begun ?? null);
    }
  };

  /** Goes on with an upload that a person names, if the file is the one. */
  const goOn = async (upload: UnfinishedUpload, file: File) => {
    const problem = mismatch(upload, await factsOf(file));
    if (problem === null) queue.add(file, upload);
    else tell({ tone: 'bad', text: `${problem} Choose the same file again, or give the upload up.` });
  };

  const giveUp = async (upload: UnfinishedUpload) => {
    await discardUpload(upload.upload_id).catch((error: unknown) => tell({ tone: 'bad', text: String(error) }));
    await client.invalidateQueries({ queryKey: keys.uploads });
  };

  /** Takes a file of the queue back; the server forgets what it has of it. */
  const cancel = async (key: string) => {
    await queue.cancel(key).catch(() => undefined);
    await client.invalidateQueries({ queryKey: keys.uploads });
  };

  return { items, unfinished, start, goOn, giveUp, cancel, queue };
}

export type Uploads = ReturnType<typeof useUploads>;

async function factsOf(file: File): Promise<FileFacts> {
  return { name: file.name, size: file.size, headSha256: await headOf(file) };
}

/** The hash of a file's beginning; null also where the file cannot be read, which sending will tell. */
function headOf(file: File): Promise<string | null> {
  return sha256Of(file.slice(0, HEAD_BYTES)).catch(() => null);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('The upload was stopped.', 'AbortError'));
    });
  });
}
