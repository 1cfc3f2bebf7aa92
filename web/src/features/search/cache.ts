import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { Trials } from '../../api/search-answers';
import { applyTrials } from './apply';

/** Brings the cached trials up to date with a fact, and has asked again what only the server can say. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  const id = message.topic.slice('job:'.length);
  if (message.event === 'search.trial') {
    client.setQueryData<Trials>(keys.trials(id), (held) => held && applyTrials(held, message));
  } else if (message.event === 'search.looked' || message.event === 'search.clock' || message.event === 'search.concluded') {
    void client.invalidateQueries({ queryKey: keys.search(id) });
  } else if (message.event === 'search.deleted') {
    void client.invalidateQueries({ queryKey: keys.searches });
  } else if (message.event === 'job.updated' && message.topic.startsWith('job:')) {
    void client.invalidateQueries({ queryKey: keys.search(id) });
  } else if (message.event.startsWith('job.') && message.topic.startsWith('workspace:')) {
    void client.invalidateQueries({ queryKey: keys.searches });
  }
}
