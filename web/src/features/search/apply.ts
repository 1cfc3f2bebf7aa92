import type { EventMessage } from '../../api/events';
import type { Trial, Trials } from '../../api/search-answers';

/** The trials of a search after an event, in the order of their numbers. */
export function applyTrials(held: Trials, message: EventMessage): Trials {
  if (message.event !== 'search.trial' || message.number <= held.last_number) return held;
  const { trial } = message.data;
  const trials = withTrial(held.trials, trial);
  const isNew = trials.length > held.trials.length;
  return { ...held, trials, total: held.total + (isNew ? 1 : 0), last_number: message.number };
}

function withTrial(trials: readonly Trial[], trial: Trial): Trial[] {
  const at = trials.findIndex((one) => one.number >= trial.number);
  if (at < 0) return [...trials, trial];
  const isThere = trials[at]?.number === trial.number;
  return [...trials.slice(0, at), trial, ...trials.slice(isThere ? at + 1 : at)];
}
