import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { LastChoice, SharedState } from '../../api/shared-state';
import { applySharedState } from './apply';

/** A new name, another role or another member is seldom: what shows them is simply fetched again. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  if (message.event === 'state.updated') {
    const workspaceId = message.topic.slice('workspace:'.length);
    const key = keys.sharedState(workspaceId);
    client.setQueryData<SharedState>(key, (held) => held && applySharedState(held, message));
    client.setQueryData<LastChoice>(keys.lastChoice(workspaceId), { ...message.data, value: message.data.value, time: message.time });
    return;
  }
  const isMember = message.event === 'member.set' || message.event === 'member.removed';
  if (message.event === 'workspace.updated' || message.event === 'member.set') {
    void client.invalidateQueries({ queryKey: keys.workspaces });
  }
  if (isMember) {
    const workspaceId = message.topic.slice('workspace:'.length);
    void client.invalidateQueries({ queryKey: keys.members(workspaceId) });
    // Whoever comes may have taken up an invitation.
    void client.invalidateQueries({ queryKey: keys.invites(workspaceId) });
  }
}
