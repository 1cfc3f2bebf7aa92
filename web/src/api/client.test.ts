import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerOf, api, fetchSignedIn } from './client';
import { ApiError } from './errors';
import { currentWorkspace } from './workspace';

function answer(status: number, body: unknown = {}): Response {
  return new Response(JSON.stringify(body), { status });
}

/** Answers requests in turn and keeps what was asked. */
function serve(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (request: Request | string) => {
    asked.push(typeof request === 'string' ? request : new URL(request.url).pathname);
    const next = answers.shift() ?? new Error('nobody asked for this');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  return asked;
}

const jobs = () => new Request('http://localhost/api/jobs');

describe('the client', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('renews a sign-in that ran out and asks again', async () => {
    const asked = serve(answer(401), answer(200), answer(200, { ok: true }));

    const response = await fetchSignedIn(jobs());

    expect(await response.json()).toEqual({ ok: true });
    expect(asked).toEqual(['/api/jobs', '/api/auth/refresh', '/api/jobs']);
  });

  it('gives up when the sign-in cannot be renewed', async () => {
    const asked = serve(answer(401), answer(401));

    const response = await fetchSignedIn(jobs());

    expect(response.status).toBe(401);
    expect(asked).toEqual(['/api/jobs', '/api/auth/refresh']);
  });

  it('does not renew because a password was wrong', async () => {
    const asked = serve(answer(401));

    await fetchSignedIn(new Request('http://localhost/api/auth/login', { method: 'POST' }));

    expect(asked).toEqual(['/api/auth/login']);
  });

  it('says that the server is silent', async () => {
    serve(new TypeError('Failed to fetch'));

    await expect(fetchSignedIn(jobs())).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('throws a refusal with the words of the server, and names the workspace', async () => {
    currentWorkspace.set('ws_7');
    let sent: string | null = null;
    vi.stubGlobal('fetch', (request: Request) => {
      sent = request.headers.get('X-Workspace');
      return Promise.resolve(answer(404, { error: 'There is no job.', code: 'not_found' }));
    });

    const call = answerOf(api.GET('/api/jobs/{job_id}', { params: { path: { job_id: 'job_1' } } }));

    await expect(call).rejects.toEqual(new ApiError(404, 'not_found', 'There is no job.'));
    expect(sent).toBe('ws_7');
  });
});
