import { isWorthRetrying, pauseMs } from './upload-retries';
import { rateOf, withSample, type Samples } from '../../lib/rate';
import type { Dataset, UnfinishedUpload } from '../../api/types';

export type Phase =
  | { is: 'waiting' }
  | { is: 'sending' }
  | { is: 'retrying'; problem: string }
  | { is: 'paused'; problem: string | null }
  | { is: 'recognised'; dataset: Dataset }
  | { is: 'importing'; datasetId: string; jobId: string | null }
  | { is: 'ready'; datasetId: string }
  | { is: 'failed'; problem: string };

export interface UploadItem {
  key: string;
  file: File;
  sent: number;
  /** Bytes a second at present; null while nobody can say. */
  rate: number | null;
  phase: Phase;
  upload: UnfinishedUpload | null;
}

/** How files reach the server, and what time it is; tests give another one. */
export interface Transport {
  begin: (file: File, recognise: boolean) => Promise<{ upload: UnfinishedUpload } | { recognised: Dataset }>;
  /** Where the server wants the next piece of an upload. */
  offset: (id: string) => Promise<number>;
  send: (id: string, offset: number, bytes: Blob, onSent: (bytes: number) => void, signal: AbortSignal) => Promise<number>;
  finish: (id: string) => Promise<{ dataset_id: string; job_id: string | null }>;
  discard: (id: string) => Promise<void>;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
}

interface Work {
  stop: AbortController;
  recognise: boolean;
  samples: Samples;
}

const AT_ONCE = 2;

/** Files on their way: two at a time, each going on by itself after a lost connection. */
export class UploadQueue {
  #items: readonly UploadItem[] = [];
  readonly #work = new Map<string, Work>();
  readonly #listeners = new Set<() => void>();
  /** Uploads that are datasets by now, whatever an older list says of them. */
  readonly #finished = new Set<string>();
  #count = 0;

  constructor(private readonly transport: Transport) {}

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly items = (): readonly UploadItem[] => this.#items;

  /** Whether an upload is in hand here, or has come to its end. */
  knows(uploadId: string): boolean {
    return this.#finished.has(uploadId) || this.#items.some((item) => item.upload?.upload_id === uploadId);
  }

  /** Takes a file; `upload` is what the server has of it already. Gives the key of its item. */
  add(file: File, upload: UnfinishedUpload | null = null): string {
    this.#count += 1;
    const key = `upload-${this.#count}`;
    this.#work.set(key, { stop: new AbortController(), recognise: upload === null, samples: [] });
    const item: UploadItem = { key, file, sent: upload?.offset ?? 0, rate: null, phase: { is: 'waiting' }, upload };
    this.#set([...this.#items, item]);
    this.#startNext();
    return key;
  }

  pause(key: string): void {
    this.#change(key, { phase: { is: 'paused', problem: null }, rate: null });
    this.#work.get(key)?.stop.abort();
    this.#startNext();
  }

  /** Goes on with what was paused; what had failed begins anew. */
  resume(key: string): void {
    const hasFailed = this.#find(key)?.phase.is === 'failed';
    this.#renewWork(key, {});
    this.#change(key, { phase: { is: 'waiting' }, ...(hasFailed && { upload: null, sent: 0 }) });
    this.#startNext();
  }

  /** Sends a file whose bytes the server has already, since a person wants it twice. */
  sendAgain(key: string): void {
    this.#renewWork(key, { recognise: false });
    this.#change(key, { phase: { is: 'waiting' } });
    this.#startNext();
  }

  /** Gives a file up, on the server too. */
  async cancel(key: string): Promise<void> {
    const upload = this.#find(key)?.upload;
    this.remove(key);
    if (upload != null) await this.transport.discard(upload.upload_id);
  }

  /** Forgets an item that needs nobody any more. */
  remove(key: string): void {
    this.#work.get(key)?.stop.abort();
    this.#work.delete(key);
    this.#set(this.#items.filter((one) => one.key !== key));
    this.#startNext();
  }

  /** Notes how the import of a file ended. */
  settle(key: string, phase: Extract<Phase, { is: 'ready' | 'failed' }>): void {
    this.#change(key, { phase });
  }

  #startNext(): void {
    const busy = this.#items.filter(({ phase }) => phase.is === 'sending' || phase.is === 'retrying').length;
    const next = this.#items.filter(({ phase }) => phase.is === 'waiting').slice(0, Math.max(0, AT_ONCE - busy));
    for (const item of next) {
      this.#change(item.key, { phase: { is: 'sending' } });
      void this.#run(item.key);
    }
  }

  /** Tries until it is done, stopped, or told something that trying again would not change. */
  async #run(key: string): Promise<void> {
    const work = this.#work.get(key);
    if (work === undefined) return;
    const isStopped = () => work.stop.signal.aborted;
    for (let failures = 0; !isStopped(); ) {
      const before = this.#find(key)?.sent ?? 0;
      try {
        await this.#send(key, work);
        break;
      } catch (error) {
        if (isStopped()) return;
        const problem = error instanceof Error ? error.message : String(error);
        if (!isWorthRetrying(error)) {
          this.#change(key, { phase: stoppedBy(error, problem), rate: null });
          break;
        }
        failures = (this.#find(key)?.sent ?? 0) > before ? 1 : failures + 1;
        this.#change(key, { phase: { is: 'retrying', problem }, rate: null });
        await this.transport.wait(pauseMs(failures), work.stop.signal).catch(() => undefined);
      }
    }
    this.#startNext();
  }

  async #send(key: string, work: Work): Promise<void> {
    const item = this.#find(key);
    if (item === undefined) return;
    const { file } = item;
    const upload = item.upload ?? (await this.#begin(key, file, work));
    if (upload === null) return;
    const id = upload.upload_id;
    let offset = await this.transport.offset(id);
    while (offset < file.size) {
      work.stop.signal.throwIfAborted();
      const begin = offset;
      this.#sent(key, work, begin);
      const bytes = file.slice(begin, Math.min(file.size, begin + upload.chunk_bytes));
      offset = await this.transport.send(id, begin, bytes, (sent) => this.#sent(key, work, begin + sent), work.stop.signal);
    }
    this.#sent(key, work, file.size);
    const made = await this.transport.finish(id);
    this.#finished.add(id);
    if (work.stop.signal.aborted) return;
    this.#change(key, { phase: { is: 'importing', datasetId: made.dataset_id, jobId: made.job_id }, upload: null });
  }

  async #begin(key: string, file: File, work: Work): Promise<UnfinishedUpload | null> {
    const begun = await this.transport.begin(file, work.recognise);
    if ('recognised' in begun) {
      this.#change(key, { phase: { is: 'recognised', dataset: begun.recognised } });
      return null;
    }
    if (work.stop.signal.aborted && this.#find(key) === undefined) {
      await this.transport.discard(begun.upload.upload_id);
      return null;
    }
    this.#change(key, { upload: begun.upload });
    return begun.upload;
  }

  #sent(key: string, work: Work, bytes: number): void {
    if (work.stop.signal.aborted) return;
    work.samples = withSample(work.samples, this.transport.now(), bytes);
    this.#change(key, { phase: { is: 'sending' }, sent: bytes, rate: rateOf(work.samples) });
  }

  #renewWork(key: string, more: Partial<Work>): void {
    const recognise = this.#work.get(key)?.recognise ?? true;
    this.#work.set(key, { recognise, stop: new AbortController(), samples: [], ...more });
  }

  #find(key: string): UploadItem | undefined {
    return this.#items.find((one) => one.key === key);
  }

  #change(key: string, news: Partial<UploadItem>): void {
    this.#set(this.#items.map((one) => (one.key === key ? { ...one, ...news } : one)));
  }

  #set(items: readonly UploadItem[]): void {
    this.#items = items;
    this.#listeners.forEach((tell) => tell());
  }
}

/** A full disk may be emptied and the upload go on; what was refused otherwise is over. */
function stoppedBy(error: unknown, problem: string): Phase {
  const status = error instanceof Error && 'status' in error ? error.status : 0;
  return status === 507 ? { is: 'paused', problem } : { is: 'failed', problem };
}
