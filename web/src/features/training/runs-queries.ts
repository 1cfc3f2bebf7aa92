import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Run } from '../../api/run-answers';
import { answerOf, api } from '../../api/client';
import { keys, topics } from '../../api/keys';
import { algorithmsQuery, membersQuery } from '../../api/queries';
import type { Points } from '../../api/types';
import { currentWorkspace } from '../../api/workspace';
import type { Page } from '../../lib/pages';
import { queryOf, type RunLook } from './look/look';
import type { Names } from './look/columns';

const PAGE = 100;

interface RunPage extends Page<Run> {
  is_total_exact: boolean;
}

/** The runs of a look, a page at a time; while others are on their way the last ones stay. */
export function runsQuery(look: RunLook) {
  const query = queryOf(look);
  const first: string | null = firstCursor();
  return infiniteQueryOptions({
    queryKey: [...keys.trainings, query],
    queryFn: async ({ pageParam, signal }): Promise<RunPage> => {
      const asked = { ...query, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      const { sessions, ...rest } = await answerOf(api.GET('/api/training', { params: { query: asked }, signal }));
      return { items: sessions, ...rest };
    },
    initialPageParam: first,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    meta: { topics: topics.workspace(currentWorkspace.get()) },
  });
}

function firstCursor(): string | null {
  return null;
}

export function experimentsQuery() {
  return queryOptions({
    queryKey: keys.experiments,
    queryFn: ({ signal }) => answerOf(api.GET('/api/experiments', { signal })),
    meta: { topics: topics.workspace(currentWorkspace.get()) },
  });
}

export function choicesQuery() {
  return queryOptions({
    queryKey: keys.runChoices,
    queryFn: ({ signal }) => answerOf(api.GET('/api/runs/choices', { signal })),
  });
}

export function notesQuery(id: string) {
  return queryOptions({
    queryKey: keys.runNotes(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/{session_id}/notes', { params: { path: { session_id: id } }, signal })),
  });
}

/** The names behind the ids in a list of runs. */
export function useNames(): Names {
  const experiments = useQuery(experimentsQuery()).data?.experiments ?? [];
  const algorithms = useQuery(algorithmsQuery()).data?.algorithms ?? [];
  const datasets = useQuery({
    queryKey: ['dataset-names'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/datasets', { params: { query: { limit: 200 } }, signal })),
  }).data?.items;
  const people = usePeople();
  return {
    people,
    experiments: new Map(experiments.map(({ id, name }) => [id, name])),
    algorithms: new Map(algorithms.map(({ id, name }) => [id, name])),
    datasets: new Map((datasets ?? []).map(({ id, name }) => [id, name])),
  };
}

/** The names of those who are, by their ids, in this workspace; a server without accounts knows its owner alone. */
export function usePeople(): ReadonlyMap<string, string> {
  const workspaceId = currentWorkspace.get();
  const members = useQuery({ ...membersQuery(workspaceId ?? ''), enabled: workspaceId !== null }).data?.members ?? [];
  return new Map([['local', 'you'], ...members.map(({ user_id: id, name }): [string, string] => [id, name])]);
}

export interface RunChange {
  name?: string;
  tags?: string[];
  notes?: string;
  notes_version?: number;
  experiment_id?: string;
}

/** Names a run, tags it, writes about it or moves it. */
export function useChangeRun(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: RunChange) =>
      answerOf(api.PATCH('/api/training/{session_id}', { params: { path: { session_id: id } }, body: change })),
    onSuccess: ({ notes }) => {
      client.setQueryData(keys.runNotes(id), { notes });
      return client.invalidateQueries({ queryKey: keys.training(id) });
    },
  });
}

export interface BulkChange {
  ids: string[];
  add_tags?: string[];
  remove_tags?: string[];
  experiment_id?: string;
}

export function useChangeRuns() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BulkChange) => answerOf(api.POST('/api/runs/change', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.runChoices }),
  });
}

export function useDeleteRuns() {
  return useMutation({
    mutationFn: (ids: string[]) => answerOf(api.POST('/api/runs/delete', { body: { ids } })),
  });
}

export function useSaveExperiment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, ...body }: { id: string | null; name: string; description: string; version?: number }) => {
      const call =
        id === null
          ? api.POST('/api/experiments', { body })
          : api.PATCH('/api/experiments/{experiment_id}', { params: { path: { experiment_id: id } }, body });
      return answerOf<{ experiment: { id: string } }>(call);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.experiments }),
  });
}

export function useArchiveExperiment() {
  return useMutation({
    mutationFn: ({ id, status }: { id: string; status: 'active' | 'archived' }) =>
      answerOf(api.PATCH('/api/experiments/{experiment_id}', { params: { path: { experiment_id: id } }, body: { status } })),
  });
}

export function useDeleteExperiment() {
  return useMutation({
    mutationFn: ({ id, withRuns }: { id: string; withRuns: boolean }) =>
      answerOf(
        api.DELETE('/api/experiments/{experiment_id}', {
          params: { path: { experiment_id: id }, query: { with_runs: withRuns } },
        }),
      ),
  });
}

/** Runs with all that they may differ in. */
export function comparisonQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: [...keys.comparisonOfRuns, ...ids],
    queryFn: ({ signal }) => answerOf(api.GET('/api/runs/compare', { params: { query: { ids: ids.join(',') } }, signal })),
    enabled: ids.length >= 2,
    placeholderData: keepPreviousData,
    meta: { topics: topics.workspace(currentWorkspace.get()) },
  });
}

/** The curves of a run with the time of each point. */
export function timedPointsQuery(id: string) {
  return queryOptions({
    queryKey: keys.timedPoints(id),
    queryFn: ({ signal }): Promise<Points> =>
      answerOf(
        api.GET('/api/training/{session_id}/points', { params: { path: { session_id: id }, query: { times: true } }, signal }),
      ),
    meta: { topics: topics.job(id) },
  });
}
