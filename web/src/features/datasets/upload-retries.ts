import { ApiError } from '../../api/errors';

const LONGEST_MS = 30_000;
const PASSING = new Set([0, 408, 425, 429, 502, 503, 504]);

/** Whether what failed may work a little later: no connection, a restart, somebody else is busy. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return (PASSING.has(error.status) && error.code !== 'too_many_uploads') || error.code === 'upload_busy';
}

/** How long to wait before the n-th try: longer each time. */
export function pauseMs(failures: number): number {
  return Math.min(LONGEST_MS, 500 * 2 ** Math.min(failures, 10));
}
