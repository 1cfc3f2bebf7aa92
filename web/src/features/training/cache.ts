import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { Points } from '../../api/types';
import { applyPoints } from './apply';

/** Brings the cached curves and the list of trainings up to date with a fact. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  const id = message.topic.slice('job:'.length);
  if (message.event === 'metrics.logged') {
    client.setQueryData<Points>(keys.points(id), (points) => points && applyPoints(points, message));
  } else if (message.event === 'training.finished') {
    void client.invalidateQueries({ queryKey: keys.training(id) });
  } else if (message.topic.startsWith('workspace:') && message.event.startsWith('job.')) {
    void client.invalidateQueries({ queryKey: keys.trainings });
  }
}
