import { assertNever } from './assert-never';

type State = 'queued' | 'running' | 'pausing' | 'paused' | 'waiting' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled' | 'lost';

/** Whether nothing more will happen to a job in this state. */
export function isFinished(state: State): boolean {
  switch (state) {
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'lost':
      return true;
    case 'queued':
    case 'running':
    case 'pausing':
    case 'paused':
    case 'waiting':
    case 'cancelling':
      return false;
    default:
      return assertNever(state);
  }
}

/** How a state is said on the page. */
export function stateWord(state: State): string {
  switch (state) {
    case 'queued':
      return 'Queued';
    case 'running':
      return 'Running';
    case 'pausing':
      return 'Pausing';
    case 'paused':
      return 'Paused';
    case 'waiting':
      return 'Waiting';
    case 'cancelling':
      return 'Stopping';
    case 'succeeded':
      return 'Done';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Stopped';
    case 'lost':
      return 'Lost';
    default:
      return assertNever(state);
  }
}
