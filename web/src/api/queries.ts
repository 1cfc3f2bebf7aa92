import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageOf, type Page } from '../lib/pages';
import { answerOf, api } from './client';
import { keys, topics } from './keys';
import type { Run } from './run-answers';
import type { Dataset, Job, JobState, Model, Points } from './types';
import { currentWorkspace } from './workspace';

const PAGE = 50;

export const workspaceTopics = () => ({ topics: topics.workspace(currentWorkspace.get()) });

export interface JobFilter {
  state: JobState | null;
  kind: string | null;
}

/** A list that is fetched a page at a time, newest first, as far as one scrolls. */
const paged = {
  initialPageParam: firstPage(),
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
};

function firstPage(): string | null {
  return null;
}

const from = (cursor: string | null) => (cursor === null ? {} : { cursor });

export function jobsQuery(filter: JobFilter = { state: null, kind: null }) {
  return infiniteQueryOptions({
    queryKey: [...keys.jobs, filter],
    queryFn: async ({ pageParam, signal }): Promise<Page<Job>> => {
      const query = {
        limit: PAGE,
        ...(filter.state !== null && { state: [filter.state] }),
        ...(filter.kind !== null && { kind: filter.kind }),
        ...from(pageParam),
      };
      const { jobs, ...rest } = await answerOf(api.GET('/api/jobs', { params: { query }, signal }));
      return { items: jobs, ...rest };
    },
    ...paged,
    meta: workspaceTopics(),
  });
}

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: keys.job(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/jobs/{job_id}', { params: { path: { job_id: id } }, signal })),
    meta: { topics: topics.job(id) },
  });
}

export function jobLogQuery(id: string) {
  return queryOptions({
    queryKey: keys.jobLog(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/jobs/{job_id}/log', { params: { path: { job_id: id }, query: { limit: 500 } }, signal })),
    meta: { topics: topics.job(id) },
  });
}

export function trainingsQuery() {
  return infiniteQueryOptions({
    queryKey: [...keys.trainings, 'newest'],
    queryFn: async ({ pageParam, signal }): Promise<Page<Run>> => {
      const query = { limit: PAGE, ...from(pageParam) };
      const { sessions, ...rest } = await answerOf(api.GET('/api/training', { params: { query }, signal }));
      return { items: sessions, ...rest };
    },
    ...paged,
    meta: workspaceTopics(),
  });
}

export function trainingQuery(id: string) {
  return queryOptions({
    queryKey: keys.training(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/training/{session_id}', { params: { path: { session_id: id } }, signal })),
    meta: { topics: [...topics.job(id), ...topics.workspace(currentWorkspace.get())] },
  });
}

export function pointsQuery(id: string) {
  return queryOptions({
    queryKey: keys.points(id),
    queryFn: ({ signal }): Promise<Points> =>
      answerOf(api.GET('/api/training/{session_id}/points', { params: { path: { session_id: id } }, signal })),
    meta: { topics: topics.job(id) },
  });
}

/** Of several targets the panels are those of the one named, else of the first. */
export function runMetricsQuery(id: string, target: string | null = null) {
  return queryOptions({
    queryKey: target === null ? keys.runMetrics(id) : [...keys.runMetrics(id), target],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/{session_id}/metrics', {
        params: { path: { session_id: id }, query: target === null ? {} : { target } },
        signal,
      })),
  });
}

export function datasetsQuery() {
  return infiniteQueryOptions({
    queryKey: keys.datasets,
    queryFn: async ({ pageParam, signal }): Promise<Page<Dataset>> => {
      const query = { limit: PAGE, ...from(pageParam) };
      const { items, total } = await answerOf(api.GET('/api/datasets', { params: { query }, signal }));
      return pageOf(items, total, PAGE);
    },
    ...paged,
    meta: workspaceTopics(),
  });
}

export function datasetQuery(id: string) {
  return queryOptions({
    queryKey: keys.dataset(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/datasets/{dataset_id}', { params: { path: { dataset_id: id } }, signal })),
    meta: workspaceTopics(),
  });
}

export interface PreviewPage {
  page: number;
  pageSize: number;
  sortBy: string | null;
  isDescending: boolean;
  search: string;
}

/** A page of a table's rows; while the next one is on its way the last one stays in sight. */
export function previewQuery(id: string, { page, pageSize, sortBy, isDescending, search }: PreviewPage) {
  const query = {
    page,
    page_size: pageSize,
    ...(sortBy !== null && { sort_by: sortBy, sort_desc: isDescending }),
    ...(search !== '' && { search }),
  };
  return queryOptions({
    queryKey: [...keys.preview(id), query],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/data/preview/{dataset_id}', { params: { path: { dataset_id: id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** The recipes that the workspace keeps, newest first. */
export function recipesQuery() {
  return queryOptions({
    queryKey: keys.recipes,
    queryFn: ({ signal }) => answerOf(api.GET('/api/recipes', { signal })),
    meta: workspaceTopics(),
  });
}

export function modelsQuery() {
  return infiniteQueryOptions({
    queryKey: keys.models,
    queryFn: async ({ pageParam, signal }): Promise<Page<Model>> => {
      const query = { limit: PAGE, ...from(pageParam) };
      const { items, total } = await answerOf(api.GET('/api/models', { params: { query }, signal }));
      return pageOf(items, total, PAGE);
    },
    ...paged,
    meta: workspaceTopics(),
  });
}

export function modelQuery(id: string) {
  return queryOptions({
    queryKey: keys.model(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/models/{model_id}', { params: { path: { model_id: id } }, signal })),
    meta: workspaceTopics(),
  });
}

export function algorithmsQuery() {
  return queryOptions({
    queryKey: keys.algorithms,
    queryFn: ({ signal }) => answerOf(api.GET('/api/algorithms', { signal })),
    staleTime: Infinity,
  });
}

export function algorithmQuery(id: string) {
  return queryOptions({
    queryKey: keys.algorithm(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/algorithms/{algorithm_id}', { params: { path: { algorithm_id: id } }, signal })),
    staleTime: Infinity,
  });
}

/** The presets of an algorithm, sized for a table where one is named, and the workspace's own. */
export function presetsQuery(algorithmId: string, datasetId: string | null = null) {
  const query = { algorithm_id: algorithmId, ...(datasetId !== null && { dataset_id: datasetId }) };
  return queryOptions({
    queryKey: [...keys.presets, query],
    queryFn: ({ signal }) => answerOf(api.GET('/api/train/presets', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    meta: workspaceTopics(),
  });
}

export function workspacesQuery() {
  return queryOptions({
    queryKey: keys.workspaces,
    queryFn: ({ signal }) => answerOf(api.GET('/api/workspaces', { signal })),
    staleTime: Infinity,
  });
}

export function membersQuery(workspaceId: string) {
  const params = { path: { workspace_id: workspaceId } };
  return queryOptions({
    queryKey: keys.members(workspaceId),
    queryFn: ({ signal }) => answerOf(api.GET('/api/workspaces/{workspace_id}/members', { params, signal })),
    meta: workspaceTopics(),
  });
}

export function invitesQuery(workspaceId: string) {
  const params = { path: { workspace_id: workspaceId } };
  return queryOptions({
    queryKey: keys.invites(workspaceId),
    queryFn: ({ signal }) => answerOf(api.GET('/api/workspaces/{workspace_id}/invites', { params, signal })),
    meta: workspaceTopics(),
  });
}
