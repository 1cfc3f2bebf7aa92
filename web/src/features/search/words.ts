import type { Search, SearchOutcome } from '../../api/search-answers';
import { formatCountOf, formatDuration } from '../../lib/format';

/** Why a search has ended, in a sentence. */
export function whyEnded(reason: SearchOutcome['reason']): string {
  switch (reason) {
    case 'stopped':
      return 'Somebody ended the trials.';
    case 'time':
      return 'The trials ended because their time was over.';
    case 'trials':
      return 'All trials were made.';
    case 'no_gain':
      return 'The trials ended by themselves: the last of them brought no gain beyond noise.';
    case 'failures':
      return 'The trials ended because every one of them failed.';
  }
}

const LEAST_WEIGHED = 6;

/** Why no knob is weighed: it is too early, there are too few trials, or they came out alike. */
export function whyNotWeighed(isOver: boolean, trials: readonly { algorithm_id: string; state: string }[]): { title: string; text: string } {
  const few = 'Knobs are weighed once the trials are over; an algorithm needs six finished ones.';
  if (!isOver) return { title: 'Not weighed yet', text: few };
  const counts = new Map<string, number>();
  for (const { algorithm_id: id, state } of trials) if (state === 'complete') counts.set(id, (counts.get(id) ?? 0) + 1);
  if (Math.max(0, ...counts.values()) < LEAST_WEIGHED) return { title: 'Too few trials to tell', text: few };
  return { title: 'Nothing to weigh', text: 'The finished trials of each algorithm came out alike, whatever their values.' };
}

/** What a pause means: what stands still, and what is left. */
export function pauseWords({ outcome, started_at: started }: { outcome: object | null; started_at: string | null }, left: number | null): string {
  const clock = left === null ? '' : ` Its clock stands: ${formatDuration(left)} are left.`;
  if (started === null) return 'It has not begun; it does when somebody has it go on.';
  if (outcome !== null) return `Its trials are over; the best is trained when somebody has it go on.${clock}`;
  return `Nothing is tried, and no place is taken from others.${clock} A trial that was under way begins anew, or from its last rung, when the search goes on.`;
}

/** What it means that no trial has a place. */
export function withoutPlaceWords(seconds: number | null, left: number | null): string {
  const clock = seconds === null ? '' : ` Its seconds do not count meanwhile: ${formatDuration(left ?? seconds)} are left.`;
  return `Everything that computes is taken. Searches share what there is evenly and take turns, so it goes on by itself, after a trial of another at the latest.${clock}`;
}

/** What is tied with the leader, and which of the tied is cheapest. */
export function tieWords({ leader, tied, cheapest }: NonNullable<Search['standing']>): string {
  const others = tied.length - 1;
  if (others === 0) return `No other trial is as good as trial ${leader} within noise.`;
  const which = cheapest === leader ? 'the leader itself is the cheapest of them' : `trial ${cheapest} is the cheapest of them`;
  return `${formatCountOf(others, 'trial is', 'trials are')} tied with the leader within noise (corrected paired t-test over the same folds); ${which} to fit and to predict.`;
}
