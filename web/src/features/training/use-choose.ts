import { useMemo } from 'react';
import { useStateStore } from '../../lib/state/use-path';
import type { FieldValue } from '../../lib/schema/fields';
import type { StateStore } from '../../lib/state/store';
import { goalOf, isSupervised, isTask } from '../../lib/tasks';
import type { FirstStep } from '../../lib/first-steps';

const SPECIAL = ['also_targets', 'text_columns', 'weight_column', 'class_weights'];

/** How choices are made: each also takes back what no longer fits. */
export function useChoose() {
  const store = useStateStore();
  return useMemo(
    () => ({
      dataset: (id: string) => {
        if (store.get('selected_dataset') === id) return;
        const columns = ['target_column', 'label_column', 'feature_columns', 'group_column', 'time_column'];
        for (const path of [...columns, ...SPECIAL]) {
          store.set(path, undefined);
        }
        // What is wanted stays; whether it is classes or numbers is for the new target to say.
        if (isSupervised(problemType(store))) store.set('problem_type', undefined);
        store.set('selected_dataset', id);
      },
      goal: (goal: string) => {
        if (goal === goalOf(problemType(store))) return;
        for (const path of ['selected_algorithm', 'hyperparameters']) store.set(path, undefined);
        store.set('problem_type', goal === 'predict' ? undefined : goal);
      },
      label: (name: string) => {
        store.set('label_column', name === '' ? undefined : name);
      },
      first: (steps: readonly FirstStep[]) => {
        store.set('first', steps.length === 0 ? undefined : [...steps]);
      },
      target: (name: string) => {
        store.set('problem_type', undefined);
        store.set('class_weights', undefined);
        store.set('target_column', name);
      },
      task: (task: string) => {
        store.set('problem_type', task);
      },
      features: (names: readonly string[] | null) => {
        store.set('feature_columns', names ?? undefined);
      },
      group: (name: string) => {
        store.set('group_column', name === '' ? undefined : name);
        if (name !== '') store.set('time_column', undefined);
      },
      time: (name: string) => {
        store.set('time_column', name === '' ? undefined : name);
        if (name !== '') store.set('group_column', undefined);
      },
      recipe: (id: string) => {
        store.set('recipe_id', id === '' ? undefined : id);
      },
      alsoTargets: (names: readonly string[]) => {
        store.set('also_targets', names.length === 0 ? undefined : names);
      },
      texts: (names: readonly string[]) => {
        store.set('text_columns', names);
      },
      weight: (name: string) => {
        store.set('weight_column', name === '' ? undefined : name);
      },
      classWeights: (weights: Readonly<Record<string, number>>) => {
        store.set('class_weights', Object.keys(weights).length === 0 ? undefined : weights);
      },
      maxSeconds: (seconds: number | null) => {
        store.set('max_seconds', seconds ?? undefined);
      },
      folds: (kind: string) => {
        store.set('validation_kind', kind === '' ? undefined : kind);
      },
      trials: (count: number | null) => {
        store.set('validation_trials', count ?? undefined);
      },
      calibration: (method: string) => {
        store.set('calibration', method === '' ? undefined : method);
      },
      seed: (seed: number | null) => {
        store.set('seed', seed ?? undefined);
      },
      algorithm: (id: string) => {
        if (store.get('selected_algorithm') === id) return;
        store.set('hyperparameters', undefined);
        store.set('selected_algorithm', id);
      },
      hyperparameter: (name: string, value: FieldValue) => {
        store.set(`hyperparameters.${name}`, value);
      },
      resetHyperparameter: (name: string) => {
        store.set(`hyperparameters.${name}`, undefined);
      },
      hyperparameters: (values: Readonly<Record<string, unknown>> | null) => {
        store.set('hyperparameters', values === null ? undefined : { ...values });
      },
    }),
    [store],
  );
}

function problemType(store: StateStore) {
  const held = store.get('problem_type');
  return isTask(held) ? held : null;
}
