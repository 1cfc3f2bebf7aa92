import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/errors';
import type { UnfinishedUpload } from '../../api/types';
import { isSameFile, mismatch } from './unfinished';
import { UploadQueue, type Transport } from './upload-queue';
import { isWorthRetrying, pauseMs } from './upload-retries';

const CHUNK = 10;

/** A server in memory: what it holds of each upload, and what shall go wrong. */
class Memory implements Transport {
  readonly held = new Map<string, string>();
  readonly calls: string[] = [];
  problems: Error[] = [];
  recognised = false;
  /** Uploads whose pieces wait to be let through. */
  gate: Promise<void> | null = null;

  begin = (file: File, recognise: boolean) => {
    this.calls.push(`begin ${file.name}`);
    if (this.recognised && recognise) return Promise.resolve({ recognised: dataset() });
    this.held.set(file.name, this.held.get(file.name) ?? '');
    return Promise.resolve({ upload: upload(file.name, file.size) });
  };
  offset = (id: string) => Promise.resolve(this.held.get(id)?.length ?? 0);
  send: Transport['send'] = async (id, offset, bytes, onSent, signal) => {
    await this.gate;
    signal.throwIfAborted();
    const problem = this.problems.shift();
    if (problem !== undefined) throw problem;
    this.calls.push(`send ${id} ${offset}`);
    onSent(bytes.size);
    const held = (this.held.get(id) ?? '').slice(0, offset) + (await bytes.text());
    this.held.set(id, held);
    return held.length;
  };
  finish = (id: string) => {
    this.calls.push(`finish ${id}`);
    return Promise.resolve({ dataset_id: `ds_${id}`, job_id: `job_${id}` });
  };
  discard = (id: string) => {
    this.held.delete(id);
    return Promise.resolve();
  };
  wait = () => Promise.resolve();
  now = () => 0;
}

function upload(id: string, size: number): UnfinishedUpload {
  const rest = { chunk_bytes: CHUNK, head_sha256: null, updated_at: '', offset: 0 };
  return { upload_id: id, filename: id, size_bytes: size, ...rest };
}

function dataset() {
  const counts = { rows: 1, columns: 1, size_bytes: 1, version: 1 };
  const texts = { name: 'old', filename: 'old', kind: 'table', created_at: '', workspace_id: 'ws' };
  return { id: 'ds_old', state: 'ready' as const, warnings: [], error: null, job_id: null, ...counts, ...texts };
}

const file = (name: string, text = 'abcdefghijklmnopqrstuvwxyz') => new File([text], name);
const phases = (queue: UploadQueue) => queue.items().map((item) => item.phase.is);

async function until(look: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (look()) return;
    await new Promise((resolve) => setTimeout(resolve));
  }
  throw new Error('it never came');
}

describe('UploadQueue', () => {
  it('sends a file piece by piece and finishes it', async () => {
    const server = new Memory();
    const queue = new UploadQueue(server);

    queue.add(file('a'));

    await until(() => phases(queue)[0] === 'importing');
    expect(server.calls).toEqual(['begin a', 'send a 0', 'send a 10', 'send a 20', 'finish a']);
    expect(server.held.get('a')).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(queue.items()[0]?.phase).toEqual({ is: 'importing', datasetId: 'ds_a', jobId: 'job_a' });
  });

  it('sends two at a time', async () => {
    const server = new Memory();
    let open: () => void = () => undefined;
    server.gate = new Promise((resolve) => (open = resolve));
    const queue = new UploadQueue(server);

    for (const name of ['a', 'b', 'c']) queue.add(file(name));
    await until(() => server.calls.length === 2);

    expect(phases(queue)).toEqual(['sending', 'sending', 'waiting']);
    open();
    await until(() => phases(queue).every((phase) => phase === 'importing'));
  });

  it('goes on by itself after lost connections, from where the server is', async () => {
    const server = new Memory();
    server.problems = [new ApiError(0, 'unreachable', 'gone'), new ApiError(503, 'unavailable', 'busy')];
    const queue = new UploadQueue(server);

    queue.add(file('a'));

    await until(() => phases(queue)[0] === 'importing');
    expect(server.held.get('a')).toBe('abcdefghijklmnopqrstuvwxyz');
  });

  it('goes on with what an earlier page had sent', async () => {
    const server = new Memory();
    server.held.set('a', 'abcdefghijkl');
    const queue = new UploadQueue(server);

    queue.add(file('a'), { ...upload('a', 26), offset: 12 });

    await until(() => phases(queue)[0] === 'importing');
    expect(server.calls).toEqual(['send a 12', 'send a 22', 'finish a']);
  });

  it('pauses, lets the next one in and resumes', async () => {
    const server = new Memory();
    let open: () => void = () => undefined;
    server.gate = new Promise((resolve) => (open = resolve));
    const queue = new UploadQueue(server);
    const key = queue.add(file('a'));
    await until(() => server.calls.length === 1);

    queue.pause(key);
    open();
    server.gate = null;

    expect(phases(queue)).toEqual(['paused']);
    queue.resume(key);
    await until(() => phases(queue)[0] === 'importing');
    expect(server.calls.filter((call) => call.startsWith('begin'))).toHaveLength(1);
  });

  it('stops at a full disk without forgetting, and at a refusal for good', async () => {
    const server = new Memory();
    server.problems = [new ApiError(507, 'disk_full', 'no room')];
    const queue = new UploadQueue(server);
    queue.add(file('a'));
    await until(() => phases(queue)[0] === 'paused');
    expect(queue.items()[0]?.phase).toEqual({ is: 'paused', problem: 'no room' });

    server.problems = [new ApiError(400, 'bad_request', 'never')];
    queue.add(file('b'));

    await until(() => phases(queue)[1] === 'failed');
    expect(queue.items()[1]?.phase).toEqual({ is: 'failed', problem: 'never' });
  });

  it('sends bytes that are known only when asked to', async () => {
    const server = new Memory();
    server.recognised = true;
    const queue = new UploadQueue(server);
    const key = queue.add(file('a'));
    await until(() => phases(queue)[0] === 'recognised');
    expect(server.held.size).toBe(0);

    queue.sendAgain(key);

    await until(() => phases(queue)[0] === 'importing');
  });

  it('gives up on the server too', async () => {
    const server = new Memory();
    server.gate = new Promise(() => undefined);
    const queue = new UploadQueue(server);
    const key = queue.add(file('a'));
    await until(() => queue.items()[0]?.upload != null);

    await queue.cancel(key);

    expect(queue.items()).toEqual([]);
    expect(server.held.has('a')).toBe(false);
  });
});

describe('knowing a file again', () => {
  const begun = { ...upload('a.csv', 26), head_sha256: 'x' };

  it('compares name, size and first bytes as far as they are known', () => {
    expect(isSameFile(begun, { name: 'a.csv', size: 26, headSha256: 'x' })).toBe(true);
    expect(isSameFile(begun, { name: 'a.csv', size: 26, headSha256: null })).toBe(true);
    expect(mismatch(begun, { name: 'b.csv', size: 26, headSha256: 'x' })).toMatch('called b.csv');
    expect(mismatch(begun, { name: 'a.csv', size: 27, headSha256: 'x' })).toMatch('another size');
    expect(mismatch(begun, { name: 'a.csv', size: 26, headSha256: 'y' })).toMatch('other bytes');
  });
});

describe('trying again', () => {
  it('is for what passes', () => {
    expect(isWorthRetrying(new ApiError(0, 'unreachable', ''))).toBe(true);
    expect(isWorthRetrying(new ApiError(409, 'upload_busy', ''))).toBe(true);
    expect(isWorthRetrying(new ApiError(429, 'too_many_uploads', ''))).toBe(false);
    expect(isWorthRetrying(new ApiError(413, 'too_large', ''))).toBe(false);
    expect(isWorthRetrying(new TypeError('a mistake'))).toBe(false);
  });

  it('waits longer each time, and not for ever', () => {
    expect([1, 2, 3, 20].map(pauseMs)).toEqual([1000, 2000, 4000, 30_000]);
  });
});
