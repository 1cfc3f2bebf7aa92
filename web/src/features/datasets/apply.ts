import type { Dataset, EventMessage } from '../../api/types';
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
