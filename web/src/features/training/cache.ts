import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { EventMessage, Points } from '../../api/types';
import { applyPoints } from './apply';

/** Brings the cached curves of a run up to date with a fact. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  if (message.event !== 'metrics.logged') return;
  const id = message.topic.slice('job:'.length);
  client.setQueryData<Points>(keys.points(id), (points) => points && applyPoints(points, message));
}
