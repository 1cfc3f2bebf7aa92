import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys, topics } from '../../api/keys';
import type { SearchSummary } from '../../api/search-answers';
import { currentWorkspace } from '../../api/workspace';
import type { FirstStep } from '../../lib/first-steps';
import type { Page } from '../../lib/pages';
import type { Supervised } from '../../lib/tasks';
import type { SearchPlan, Wishes } from './plan';
import { requestOf } from './plan';

const PAGE = 50;
/** How often the standing is asked for while trials come in: only the server knows what is tied. */
const LOOK_MS = 1500;
const MOST_TRIALS = 1000;

export function searchesQuery() {
  return infiniteQueryOptions({
    queryKey: keys.searches,
    queryFn: async ({ pageParam, signal }): Promise<Page<SearchSummary>> => {
      const query = { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      const { searches, ...rest } = await answerOf(api.GET('/api/search', { params: { query }, signal }));
      return { items: searches, ...rest };
    },
    initialPageParam: firstPage(),
    getNextPageParam: (page: Page<SearchSummary>) => page.next_cursor,
    meta: { topics: topics.workspace(currentWorkspace.get()) },
  });
}

function firstPage(): string | null {
  return null;
}

export function searchQuery(id: string) {
  return queryOptions({
    queryKey: keys.search(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/search/{search_id}', { params: { path: { search_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.search.finished_at === null ? LOOK_MS : false),
    meta: { topics: topics.job(id) },
  });
}

export function trialsQuery(id: string) {
  return queryOptions({
    queryKey: keys.trials(id),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/search/{search_id}/trials', {
          params: { path: { search_id: id }, query: { order: 'number', limit: MOST_TRIALS } },
          signal,
        }),
      ),
    meta: { topics: topics.job(id) },
  });
}

/** The space that a search would look through, with what was wished of it. */
export function spaceQuery(
  task: Supervised | null,
  algorithms: readonly string[] | null,
  rows: number,
  wishes: Wishes,
  first: readonly FirstStep[],
) {
  const body = {
    problem_type: task ?? 'classification',
    algorithms: algorithms === null ? null : [...algorithms],
    rows,
    space: wishes,
    first: [...first],
  };
  return queryOptions({
    queryKey: [...keys.searchSpace, body],
    queryFn: ({ signal }) => answerOf(api.POST('/api/search/space', { body, signal })),
    enabled: task !== null && (algorithms === null || algorithms.length > 0),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}

export function useStartSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (plan: SearchPlan) => {
      const { search_id: id } = await answerOf(api.POST('/api/search', { body: requestOf(plan) }));
      return id;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.searches }),
  });
}

/** Removes a search; its run and its models stay unless they are to go too. */
export function useDeleteSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, withRun, withModels }: { id: string; withRun: boolean; withModels: boolean }) =>
      answerOf(
        api.DELETE('/api/search/{search_id}', {
          params: { path: { search_id: id }, query: { with_run: withRun, with_models: withModels } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.searches }),
  });
}

export function searchTimelineQuery(id: string) {
  return queryOptions({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/search/{search_id}/timeline', { params: { path: { search_id: id } }, signal })),
    meta: { topics: topics.job(id) },
  });
}

/** Has a search stand still, or go on with the time that it had left. */
export function usePauseSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, isPaused }: { id: string; isPaused: boolean }) => {
      const path = { params: { path: { search_id: id } } };
      return answerOf(isPaused ? api.POST('/api/search/{search_id}/resume', path) : api.POST('/api/search/{search_id}/pause', path));
    },
    onSettled: (_answer, _error, { id }) => client.invalidateQueries({ queryKey: keys.search(id) }),
  });
}

/** Starts a training with the values of a trial; answers its id. */
export function useTrainTrial(id: string) {
  return useMutation({
    mutationFn: async (number: number) => {
      const path = { params: { path: { search_id: id, number } } };
      return (await answerOf(api.POST('/api/search/{search_id}/trials/{number}/train', path))).session_id;
    },
  });
}

/** Ends the trials of a search; the best of them is trained. */
export function useStopSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/search/{search_id}/stop', { params: { path: { search_id: id } } })),
    onSuccess: (_, id) => client.invalidateQueries({ queryKey: keys.search(id) }),
  });
}
