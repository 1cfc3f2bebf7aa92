import type { EventMessage } from '../../api/events';
import type { SharedState } from '../../api/shared-state';
import { withValue } from '../../lib/state/store';

/** What is chosen in a workspace after an event; one without a value takes away what was there. */
export function applySharedState(held: SharedState, message: EventMessage): SharedState {
  if (message.event !== 'state.updated' || message.data.version <= held.version) return held;
  const { path, value, version } = message.data;
  return { ...held, state: withValue(held.state, path.split('.'), value), version };
}
