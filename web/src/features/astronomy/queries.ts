import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { MissionKey } from '../../api/astronomy-answers';
import { answerOf, api, fetchSignedIn } from '../../api/client';
import { errorFrom } from '../../api/errors';
import { keys } from '../../api/keys';
import { currentWorkspace } from '../../api/workspace';
import { isRecord, isString } from '../../lib/guards';
import type { Wish } from './wish';
import { formOf } from './wish';

/** Progress is asked for as often as the steps of a training are worth seeing. */
const LOOK_MS = 1000;
const LIST_MS = 4000;

export function missionsQuery() {
  return queryOptions({
    queryKey: keys.missions,
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/astronomy/missions', { signal }))).missions,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'fetching') === true ? LOOK_MS : false),
  });
}

export function modelTypesQuery() {
  return queryOptions({
    queryKey: keys.modelTypes,
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/astronomy/model-types', { signal }))).model_types,
    staleTime: Infinity,
  });
}

/** The models that a session can ask: those that are shipped, and those that went on learning. */
export function storedModelsQuery() {
  return queryOptions({
    queryKey: keys.exoplanetModels,
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/astronomy/models', { signal }))).models,
  });
}

/** The newest sessions, so many of them, and how many there are in all. */
export function sessionsQuery(limit: number) {
  return queryOptions({
    queryKey: [...keys.exoplanetSessions, limit],
    queryFn: ({ signal }) => answerOf(api.GET('/api/astronomy/sessions', { params: { query: { limit } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.sessions.some((one) => !isOver(one.status)) === true ? LIST_MS : false),
  });
}

export function progressQuery(id: string) {
  return queryOptions({
    queryKey: keys.exoplanetProgress(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/custom/progress/{session_id}', { params: { path: { session_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data.status) ? false : LOOK_MS),
  });
}

export function resultQuery(id: string, isThere: boolean) {
  return queryOptions({
    queryKey: keys.exoplanetResult(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/custom/result/{session_id}', { params: { path: { session_id: id } }, signal })),
    enabled: isThere,
    staleTime: Infinity,
    retry: false,
  });
}

export function useStartSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (wish: Wish): Promise<string> => {
      const path = wish.flow === 'custom' ? '/api/custom/train' : '/api/pretrained/predict';
      const workspace = currentWorkspace.get();
      const headers = new Headers(workspace === null ? [] : [['X-Workspace', workspace]]);
      const request = new Request(new URL(path, window.location.origin), { method: 'POST', body: formOf(wish), headers });
      const answer = await fetchSignedIn(request);
      const body: unknown = await answer.json().catch(() => null);
      if (!answer.ok || !isRecord(body) || !isString(body.session_id)) throw errorFrom(answer.status, body);
      return body.session_id;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.exoplanetSessions }),
  });
}

/** Stops a session; one that has ended is removed. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/api/custom/{session_id}', { params: { path: { session_id: id } } })),
    onSuccess: async ({ message }, id) => {
      await client.invalidateQueries({ queryKey: keys.exoplanetSessions });
      // What was removed is not asked for again.
      if (message !== 'Session deleted') await client.invalidateQueries({ queryKey: keys.exoplanetProgress(id) });
    },
  });
}

/** Has a refused session done all the same, with the files that came with it. */
export function useTakeAnyway(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/astronomy/sessions/{session_id}/take-anyway', { params: { path: { session_id: id } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.exoplanetSessions });
      await client.invalidateQueries({ queryKey: keys.exoplanetProgress(id) });
    },
  });
}

export function useRefreshMission() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mission: MissionKey) =>
      answerOf(api.POST('/api/astronomy/missions/{mission}/refresh', { params: { path: { mission } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.missions }),
  });
}

export function isOver(status: string): boolean {
  return status === 'completed' || status === 'error';
}
