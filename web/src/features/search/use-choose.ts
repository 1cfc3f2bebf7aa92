import { useMemo } from 'react';
import type { Search, Trial } from '../../api/search-answers';
import type { FirstStep } from '../../lib/first-steps';
import { useStateStore } from '../../lib/state/use-path';
import { splitValues } from './first';
import type { Budget, Wish, Wishes } from './plan';

/** How choices are made: each also takes back what no longer fits. */
export function useChoose() {
  const store = useStateStore();
  return useMemo(
    () => ({
      dataset: (id: string) => {
        const columns = ['target_column', 'feature_columns', 'group_column', 'time_column', 'weight_column', 'text_columns'];
        for (const path of [...columns, 'problem_type', 'class_weights', 'also_targets']) store.set(path, undefined);
        store.set('selected_dataset', id);
      },
      target: (name: string) => {
        for (const path of ['problem_type', 'feature_columns', 'class_weights', 'search.metric']) store.set(path, undefined);
        store.set('target_column', name);
      },
      task: (task: string) => {
        store.set('search.metric', undefined);
        store.set('search.algorithms', undefined);
        store.set('problem_type', task);
      },
      features: (names: readonly string[]) => {
        store.set('feature_columns', names);
      },
      group: (name: string) => {
        store.set('group_column', name === '' ? undefined : name);
        if (name !== '') store.set('time_column', undefined);
      },
      time: (name: string) => {
        store.set('time_column', name === '' ? undefined : name);
        if (name !== '') store.set('group_column', undefined);
      },
      weight: (name: string) => {
        store.set('weight_column', name === '' ? undefined : name);
      },
      recipe: (id: string) => {
        store.set('recipe_id', id === '' ? undefined : id);
      },
      alsoTargets: (names: readonly string[]) => {
        store.set('also_targets', names.length === 0 ? undefined : names);
      },
      first: (steps: readonly FirstStep[]) => {
        store.set('first', steps.length === 0 ? undefined : steps);
      },
      metric: (metric: string) => {
        store.set('search.metric', metric);
      },
      algorithms: (ids: readonly string[] | null) => {
        store.set('search.algorithms', ids === null ? undefined : [...ids]);
      },
      budget: (budget: Budget) => {
        store.set('search.budget', { ...budget });
      },
      /** Wishes something of one parameter; null takes the wish back. */
      wish: (wishes: Wishes, algorithmId: string, name: string, wish: Wish | null) => {
        const others = Object.entries(wishes[algorithmId] ?? {}).filter(([other]) => other !== name);
        const own = { ...Object.fromEntries(others), ...(wish !== null && { [name]: wish }) };
        store.set('search.space', { ...wishes, [algorithmId]: own });
      },
      /** Puts the values of a trial into the form of the Train page. */
      values: (search: Search, trial: Trial) => {
        store.set('selected_dataset', search.dataset_id);
        store.set('target_column', search.target);
        store.set('problem_type', search.task);
        store.set('feature_columns', search.request.feature_columns ?? undefined);
        for (const path of ['group_column', 'time_column', 'weight_column', 'text_columns', 'class_weights', 'recipe_id']) {
          store.set(path, search.request[path] ?? undefined);
        }
        store.set('seed', search.seed);
        const steps = search.request.first ?? [];
        const { values, first } = splitValues(trial.params, steps.map((step) => step.algorithm_id));
        store.set('also_targets', search.targets?.slice(1));
        store.set('first', first.length === 0 ? undefined : first);
        store.set('selected_algorithm', trial.algorithm_id);
        store.set('hyperparameters', values);
      },
    }),
    [store],
  );
}
