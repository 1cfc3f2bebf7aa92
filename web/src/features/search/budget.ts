import type { Search } from '../../api/search-answers';
import { secondsBetween } from '../../lib/format';

type Clock = Pick<Search, 'started_at' | 'finished_at' | 'deadline' | 'paused_at' | 'paused_s'>;

/** For how many seconds a search has gone on; while it is paused its clock stands. */
export function elapsedOf(search: Clock, now: number): number {
  if (search.started_at === null) return 0;
  return Math.max(0, secondsBetween(search.started_at, search.finished_at ?? search.paused_at, now) - search.paused_s);
}

/** How many seconds a search has left; null where it has all the time, or has ended. */
export function leftOf(search: Clock, now: number): number | null {
  if (search.deadline === null || search.finished_at !== null) return null;
  const since = search.paused_at === null ? now : Date.parse(search.paused_at);
  return Math.max(0, (Date.parse(search.deadline) - since) / 1000);
}

const USUAL_MS = 2000;

/** Whether others have all places, so that none of the trials goes on; beginning takes a moment too. */
export function isWithoutPlace(search: Pick<Search, 'status' | 'outcome' | 'created_at' | 'started_at' | 'paused_at'>, now: number): boolean {
  const since = search.started_at === null ? search.created_at : search.paused_at;
  const isAble = search.status === 'running' || search.status === 'queued';
  return isAble && search.outcome === null && since !== null && now > Date.parse(since) + USUAL_MS;
}

/** How much of the budget is used: of trials or of time, whichever is further. */
export function shareUsed({ budget: { trials, seconds } }: Pick<Search, 'budget'>, elapsed: number, ended: number): number {
  return Math.min(1, Math.max(ended / trials, seconds === null ? 0 : elapsed / seconds));
}
