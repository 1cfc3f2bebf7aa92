import type { TrainingSession } from '../../api/answers';
import type { JobState } from '../../api/types';

/** The job state that says the same as a session's status, so that both are shown in one way. */
export function stateOf(status: TrainingSession['status']): JobState {
  switch (status) {
    case 'queued':
    case 'running':
    case 'paused':
    case 'failed':
      return status;
    case 'completed':
      return 'succeeded';
    case 'stopped':
      return 'cancelled';
  }
}
