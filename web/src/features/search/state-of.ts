import type { SearchStatus } from '../../api/search-answers';
import type { JobState } from '../../api/types';

/** The job state that says the same as a search's status, so that both are shown in one way. */
export function stateOf(status: SearchStatus): JobState {
  switch (status) {
    case 'queued':
    case 'running':
    case 'pausing':
    case 'paused':
    case 'failed':
      return status;
    case 'completed':
      return 'succeeded';
    case 'stopped':
      return 'cancelled';
  }
}
