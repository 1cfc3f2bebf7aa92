import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { Model } from '../../api/types';
import { withItems, type Pages } from '../../lib/pages';
import { applyModel, applyModels } from './apply';

interface ModelAnswer {
  model: Model;
}

/** Brings every cached view of models up to date with a fact. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  if (!message.event.startsWith('model.')) return;
  client.setQueryData<Pages<Model>>(
    keys.models,
    (list) => list && withItems(list, (items) => applyModels(items, message)),
  );
  // A model that was trained on replaces the one of the same id.
  if (message.event === 'model.created') {
    void client.invalidateQueries({ queryKey: keys.model(message.data.model.id) });
  }
  if (message.event === 'model.updated') {
    client.setQueryData<ModelAnswer>(keys.model(message.data.id), (held) => held && withModel(held, message));
  }
}

function withModel(held: ModelAnswer, message: EventMessage): ModelAnswer {
  const model = applyModel(held.model, message);
  return model === held.model ? held : { ...held, model };
}
