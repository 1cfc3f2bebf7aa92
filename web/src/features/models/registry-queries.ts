import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';
import { workspaceTopics } from '../../api/queries';
import type { Stage } from '../../api/types';

const of = (id: string) => ({ params: { path: { model_id: id } } });

/** The names under which models are registered. */
export function namesQuery() {
  return queryOptions({
    queryKey: keys.modelNames,
    queryFn: ({ signal }) => answerOf(api.GET('/api/models/registry', { signal })),
    meta: workspaceTopics(),
  });
}

/** One name with its versions and what was decided about them. */
export function nameQuery(name: string) {
  return queryOptions({
    queryKey: keys.modelName(name),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/models/registry/{name}', { params: { path: { name } }, signal })),
    meta: workspaceTopics(),
  });
}

export function cardQuery(id: string) {
  return queryOptions({
    queryKey: keys.modelCard(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/models/{model_id}/card', { ...of(id), signal })),
    meta: workspaceTopics(),
  });
}

export function modelLineageQuery(id: string) {
  return queryOptions({
    queryKey: keys.modelLineage(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/models/{model_id}/lineage', { ...of(id), signal })),
    meta: workspaceTopics(),
  });
}

/** What depends on a model; asked for anew each time somebody is about to remove it. */
export function dependentsQuery(id: string) {
  return queryOptions({
    queryKey: keys.dependents(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/models/{model_id}/dependents', { ...of(id), signal })),
    staleTime: 0,
    gcTime: 0,
  });
}

export function modelComparisonQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: [...keys.modelComparison, ...ids],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/models/compare', { params: { query: { ids: ids.join(',') } }, signal })),
    enabled: ids.length >= 2,
  });
}

/** The same models on the test rows that all have in common. */
export function sameRowsQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: [...keys.scoreComparison, ...ids],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/compare-scores', { params: { query: { ids: ids.join(',') } }, signal })),
    retry: false,
  });
}

/** What is decided about one model; events bring what it changes to everybody. */
export function useRegistry(id: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: keys.model(id) });
  const register = useMutation({
    mutationFn: (name: string) => answerOf(api.POST('/api/models/{model_id}/register', { ...of(id), body: { name } })),
    onSettled,
  });
  const move = useMutation({
    mutationFn: (body: { stage: Stage; note: string | null; version: number | null }) =>
      answerOf(api.POST('/api/models/{model_id}/stage', { ...of(id), body: { previous: 'archived', ...body } })),
    onSettled,
  });
  const tag = useMutation({
    mutationFn: (tags: string[]) => answerOf(api.PUT('/api/models/{model_id}/tags', { ...of(id), body: { tags } })),
    onSettled,
  });
  const archive = useMutation({
    mutationFn: (isArchived: boolean) =>
      isArchived
        ? answerOf(api.POST('/api/models/{model_id}/archive', { ...of(id), body: { force: false } }))
        : answerOf(api.POST('/api/models/{model_id}/restore', of(id))),
    onSettled,
  });
  const withdraw = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/models/{model_id}/register', of(id))),
    onSettled,
  });
  return { register, move, tag, archive, withdraw };
}

/** Sets an alias of a name, or removes it where no model is named. */
export function useAlias(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ alias, modelId }: { alias: string; modelId: string | null }) => {
      const params = { path: { name, alias } };
      return modelId === null
        ? answerOf(api.DELETE('/api/models/registry/{name}/aliases/{alias}', { params }))
        : answerOf(api.PUT('/api/models/registry/{name}/aliases/{alias}', { params, body: { model_id: modelId } }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.modelName(name) }),
  });
}

export function useName(name: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: keys.modelNames });
  const describe = useMutation({
    mutationFn: (body: { description: string; version: number }) =>
      answerOf(api.PATCH('/api/models/registry/{name}', { params: { path: { name } }, body })),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/models/registry/{name}', { params: { path: { name } } }),
    onSettled,
  });
  return { describe, remove };
}

export function useWriteCard(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number; sections: Record<string, string> }) =>
      answerOf(api.PUT('/api/models/{model_id}/card', { ...of(id), body })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.modelCard(id) }),
  });
}
