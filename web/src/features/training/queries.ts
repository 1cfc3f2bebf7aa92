import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { ApiError } from '../../api/errors';
import { keys } from '../../api/keys';
import { validationOf } from './fold-kinds';
import type { Plan } from './plan';
import { specialRequest } from './special';

/** Starts the training that the page describes; answers the run's id. */
export function useStart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (plan: Plan) => {
      const { session_id: id } = await answerOf(api.POST('/api/train/start', { body: requestOf(plan) }));
      return id;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.jobs }),
  });
}

/** Stops a run; what it learned best so far is kept. */
export function useStop() {
  return useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/train/stop/{session_id}', { params: { path: { session_id: id } } })),
  });
}

export function requestOf(plan: Plan) {
  if (plan.dataset === null || plan.algorithm === null || plan.task === null) {
    throw new Error(plan.missing[0] ?? 'Something is not chosen yet.');
  }
  return {
    algorithm_id: plan.algorithm.id,
    dataset_id: plan.dataset.id,
    feature_columns: [...plan.features],
    problem_type: plan.task,
    hyperparameters: { ...plan.values },
    seed: plan.seed,
    ...(plan.target !== null && { target_column: plan.target.name }),
    ...(plan.first.length > 0 && { first: plan.first.map((step) => ({ ...step })) }),
    ...(plan.group !== null && { group_column: plan.group }),
    ...(plan.time !== null && { time_column: plan.time }),
    ...(plan.folds !== null && { validation: validationOf(plan.folds, plan.trials) }),
    ...(plan.calibration !== null && { calibration: plan.calibration }),
    ...(plan.experimentId !== null && { experiment_id: plan.experimentId }),
    ...(plan.accepted !== undefined && plan.accepted.length > 0 && { accepted_findings: [...plan.accepted] }),
    ...(plan.recipeId !== null && { recipe_id: plan.recipeId }),
    ...specialRequest(plan.special, plan.features, plan.target?.name),
  };
}

/** What the server refused, by the name of the parameter. */
export function refusedFields(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.problems.map((problem) => [problem.field, problem.message]));
}
