import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/types';

/** A new name or another role is seldom: the list of workspaces is simply fetched again. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  if (message.event === 'workspace.updated' || message.event === 'member.set') {
    void client.invalidateQueries({ queryKey: keys.workspaces });
  }
}
