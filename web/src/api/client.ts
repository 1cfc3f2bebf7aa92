import createClient, { type Middleware } from 'openapi-fetch';
import { errorFrom, unreachable } from './errors';
import type { Paths } from './paths';
import { currentWorkspace } from './workspace';

const inWorkspace: Middleware = {
  onRequest({ request }) {
    const id = currentWorkspace.get();
    if (id !== null) request.headers.set('X-Workspace', id);
  },
};

const refusals: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    const body: unknown = await response.json().catch(() => null);
    throw errorFrom(response.status, body);
  },
};

let renewal: Promise<boolean> | null = null;

/** Asks for a fresh access cookie; many requests that fail together ask once. */
export function renew(): Promise<boolean> {
  renewal ??= fetch('/api/auth/refresh', { method: 'POST' })
    .then((response) => response.ok)
    .finally(() => (renewal = null));
  return renewal;
}

/** Fetches, and once more with a renewed sign-in where the first answer was 401. */
export async function fetchSignedIn(request: Request): Promise<Response> {
  const again = request.clone();
  try {
    const response = await fetch(request);
    const isSignIn = new URL(request.url).pathname.startsWith('/api/auth/log');
    if (response.status !== 401 || isSignIn || !(await renew())) return response;
    return await fetch(again);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

export const api = createClient<Paths>({ baseUrl: window.location.origin, fetch: fetchSignedIn });
api.use(inWorkspace, refusals);

/** The body of a call that succeeded; refusals were thrown before. */
export async function answerOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new Error('The server sent an empty answer where one was expected.');
  return data;
}
