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
  if (message.event.startsWith('model_name.')) { nameChanged(client, message); return; }
  if (!message.event.startsWith('model.')) return;
  if (message.event === 'model.card_written') {
    void client.invalidateQueries({ queryKey: keys.modelCard(message.data.id) });
  }
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
    // Both tell of what was decided about it.
    void client.invalidateQueries({ queryKey: keys.modelLineage(message.data.id) });
    void client.invalidateQueries({ queryKey: keys.modelCard(message.data.id) });
  }
}

/** A name is fetched anew with its versions and its history; there are few, and they seldom change. */
function nameChanged(client: QueryClient, message: EventMessage): void {
  switch (message.event) {
    case 'model_name.created':
    case 'model_name.updated':
      void client.invalidateQueries({ queryKey: keys.modelName(message.data.name.name) });
      break;
    case 'model_name.deleted':
      client.removeQueries({ queryKey: keys.modelName(message.data.name) });
      break;
    default:
      return;
  }
  void client.invalidateQueries({ queryKey: keys.modelNames });
}

function withModel(held: ModelAnswer, message: EventMessage): ModelAnswer {
  const model = applyModel(held.model, message);
  return model === held.model ? held : { ...held, model };
}
