import type { EventMessage } from '../../api/events';
import type { Dataset, Recipe } from '../../api/types';
import { withChange, withChangeIn, without, withNew } from '../../lib/merge';

/** A list of datasets, newest first, after an event. */
export function applyDatasets(datasets: Dataset[], message: EventMessage): Dataset[] {
  switch (message.event) {
    case 'dataset.created':
      return withNew(datasets, message.data.dataset);
    case 'dataset.updated':
      return withChangeIn(datasets, message.data);
    case 'dataset.deleted':
      return without(datasets, message.data.id);
    default:
      return datasets;
  }
}

/** One dataset after an event. */
export function applyDataset(dataset: Dataset, message: EventMessage): Dataset {
  return message.event === 'dataset.updated' ? withChange(dataset, message.data) : dataset;
}

/** The recipes that a workspace keeps, newest first, after an event. */
export function applyRecipes(recipes: Recipe[], message: EventMessage): Recipe[] {
  switch (message.event) {
    case 'recipe.created':
      return withNew(recipes, message.data.recipe);
    case 'recipe.updated':
      return withChangeIn(recipes, message.data);
    case 'recipe.deleted':
      return without(recipes, message.data.id);
    default:
      return recipes;
  }
}
