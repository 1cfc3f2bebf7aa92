import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import type { EventMessage } from '../../api/events';
import type { Dataset, Recipe } from '../../api/types';
import { withItems, type Pages } from '../../lib/pages';
import { applyDataset, applyDatasets, applyRecipes } from './apply';

interface RecipeList {
  recipes: Recipe[];
}
interface DatasetAnswer {
  dataset: Dataset;
  last_number: number;
}

/** Brings every cached view of datasets up to date with a fact. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  if (message.event.startsWith('recipe.')) {
    client.setQueryData<RecipeList>(keys.recipes, (list) => list && { recipes: applyRecipes(list.recipes, message) });
  }
  if (!message.event.startsWith('dataset.')) return;
  // What was made of a dataset, and whether its parents are still there.
  void client.invalidateQueries({ queryKey: ['lineage'] });
  client.setQueryData<Pages<Dataset>>(
    keys.datasets,
    (list) => list && withItems(list, (items) => applyDatasets(items, message)),
  );
  if (message.event === 'dataset.deleted') client.setQueryData<boolean>(keys.datasetGone(message.data.id), true);
  if (message.event === 'dataset.updated') {
    const { id, changes } = message.data;
    client.setQueryData<DatasetAnswer>(keys.dataset(id), (held) => held && withDataset(held, message));
    // The columns of a wide table are more than an event can carry: they are fetched then.
    const isWanted = changes.state !== undefined || changes.schema === null;
    if (isWanted) void client.invalidateQueries({ queryKey: keys.dataset(id) });
  }
}

function withDataset(held: DatasetAnswer, message: EventMessage): DatasetAnswer {
  const dataset = applyDataset(held.dataset, message);
  return dataset === held.dataset ? held : { ...held, dataset };
}
