import { useState } from 'react';
import { messageOf } from '../../api/errors';
import { uploadFile } from '../../api/upload';

export interface RunningUpload {
  key: string;
  name: string;
  /** How much has been sent, 0 to 1. */
  share: number;
  /** What the server made of it, once it has everything. */
  accepted: { datasetId: string; jobId: string | null } | null;
  problem: string | null;
  cancel: () => void;
}

/** The files on their way to the server. */
export function useUploads() {
  const [uploads, setUploads] = useState<readonly RunningUpload[]>([]);

  const change = (key: string, news: Partial<RunningUpload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...news } : one)));
  const remove = (key: string) => setUploads((all) => all.filter((one) => one.key !== key));

  const start = (file: File) => {
    const key = `${file.name}:${performance.now()}`;
    const upload = uploadFile(file, (share) => change(key, { share }));
    const begun = { key, name: file.name, share: 0, accepted: null, problem: null };
    setUploads((all) => [...all, { ...begun, cancel: upload.cancel }]);
    upload.done.then(
      (accepted) => change(key, { share: 1, accepted }),
      (error: unknown) => {
        const isCancelled = error instanceof DOMException && error.name === 'AbortError';
        if (isCancelled) remove(key);
        else change(key, { problem: messageOf(error) });
      },
    );
  };

  return { uploads, start, remove, change };
}
