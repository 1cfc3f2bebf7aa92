import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../../api/client';
import { keys, topics } from '../../../../api/keys';
import type { RecipeStep } from '../../../../api/types';
import { currentWorkspace } from '../../../../api/workspace';

export function stepKindsQuery() {
  return queryOptions({
    queryKey: keys.recipeSteps,
    queryFn: ({ signal }) => answerOf(api.GET('/api/recipes/steps', { signal })),
    staleTime: Infinity,
  });
}

export function lineageQuery(id: string) {
  return queryOptions({
    queryKey: keys.lineage(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/datasets/{dataset_id}/lineage', { params: { path: { dataset_id: id } }, signal })),
    meta: { topics: topics.workspace(currentWorkspace.get()) },
  });
}

export interface Trial {
  steps: readonly RecipeStep[];
  /** The place of the step whose rows are shown; -1 for those before all steps. */
  step: number;
  sample: 'first' | 'random';
  page: number;
}

/** The steps tried on some rows; while the next trial is on its way the last one stays in sight. */
export function trialQuery(id: string, { steps, step, sample, page }: Trial) {
  const body = { steps: sent(steps), step, sample, page, page_size: 50 };
  return queryOptions({
    queryKey: [...keys.recipePreview(id), body],
    queryFn: ({ signal }) =>
      answerOf(
        api.POST('/api/datasets/{dataset_id}/recipe/preview', { params: { path: { dataset_id: id } }, body, signal }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

export function useApplyRecipe(datasetId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ steps, name }: { steps: readonly RecipeStep[]; name: string }) =>
      answerOf(
        api.POST('/api/datasets/{dataset_id}/recipe/apply', {
          params: { path: { dataset_id: datasetId } },
          body: { steps: sent(steps), name, learn_anew: false },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.lineage(datasetId) }),
  });
}

export function useSaveRecipe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, steps }: { id: string | null; name: string; steps: readonly RecipeStep[] }) => {
      const body = { name, description: '', steps: sent(steps) };
      if (id === null) return answerOf(api.POST('/api/recipes', { body }));
      const change = { name, steps: sent(steps) };
      return answerOf(api.PATCH('/api/recipes/{recipe_id}', { params: { path: { recipe_id: id } }, body: change }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.recipes }),
  });
}

export function useDeleteRecipe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/recipes/{recipe_id}', { params: { path: { recipe_id: id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.recipes }),
  });
}

/** The steps as plain objects, which is what the server's description calls them. */
function sent(steps: readonly RecipeStep[]): Record<string, unknown>[] {
  return steps.map((step) => ({ ...step }));
}
