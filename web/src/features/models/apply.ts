import type { EventMessage } from '../../api/events';
import type { Model } from '../../api/types';
import { withChange, withChangeIn, without, withNew } from '../../lib/merge';

/** A list of models, newest first, after an event. */
export function applyModels(models: Model[], message: EventMessage): Model[] {
  switch (message.event) {
    case 'model.created':
      return withNew(models, message.data.model);
    case 'model.updated':
      return withChangeIn(models, message.data);
    case 'model.deleted':
      return without(models, message.data.id);
    default:
      return models;
  }
}

/** One model after an event. */
export function applyModel(model: Model, message: EventMessage): Model {
  return message.event === 'model.updated' ? withChange(model, message.data) : model;
}
