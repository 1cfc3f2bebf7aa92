import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client';
import { keys, topics } from '../../api/keys';
import { pointsQuery } from '../../api/queries';
import type { Relative } from '../../api/steering';
import type { Job, Series } from '../../api/types';
import { isFinished } from '../../lib/job-words';

const of = (id: string) => ({ params: { path: { session_id: id } } });

export function timelineQuery(id: string) {
  return queryOptions({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/training/{session_id}/timeline', { ...of(id), signal })),
    meta: { topics: topics.job(id) },
  });
}

export function controlsQuery(id: string) {
  return queryOptions({
    queryKey: keys.controls(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/training/{session_id}/controls', { ...of(id), signal })),
    meta: { topics: topics.job(id) },
  });
}

export function checkpointsQuery(id: string) {
  return queryOptions({
    queryKey: keys.checkpoints(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/training/{session_id}/checkpoints', { ...of(id), signal })),
    meta: { topics: topics.job(id) },
  });
}

export function descentQuery(id: string) {
  return queryOptions({
    queryKey: keys.descent(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/training/{session_id}/lineage', { ...of(id), signal })),
    meta: { topics: topics.job(id) },
  });
}

const NOTHING: Readonly<Record<string, Series>> = {};

/** The curves of the run that another went on from, up to the step at which it did. */
export function useBefore(parent: Relative | null): Readonly<Record<string, Series>> {
  const points = useQuery({ ...pointsQuery(parent?.session_id ?? ''), enabled: parent !== null }).data;
  return useMemo(() => {
    if (parent === null || points === undefined) return NOTHING;
    return Object.fromEntries(Object.entries(points.series).map(([name, series]) => [name, upTo(series, parent.step)]));
  }, [parent, points]);
}

function upTo(series: Series, step: number): Series {
  const count = series.steps.filter((one) => one <= step).length;
  return { steps: series.steps.slice(0, count), values: series.values.slice(0, count) };
}

/** Pausing and resuming; null where that is not to be offered. */
export function usePause(job: Job) {
  const client = useQueryClient();
  const controls = useQuery({ ...controlsQuery(job.id), enabled: job.kind === 'training.fit' }).data;
  const isPaused = job.state === 'paused';
  const path = { params: { path: { job_id: job.id } } };
  const change = useMutation({
    mutationFn: () =>
      isPaused
        ? answerOf(api.POST('/api/jobs/{job_id}/resume', path))
        : answerOf(api.POST('/api/jobs/{job_id}/pause', path)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.job(job.id) }),
  });
  if (isFinished(job.state) || job.state === 'cancelling' || controls?.pause.can !== true) return null;
  return {
    isPaused,
    isBusy: change.isPending || job.state === 'pausing',
    act: (onError: (error: Error) => void) => change.mutate(undefined, { onError }),
  };
}

/** Changes live values; what comes of it stands in the timeline. */
export function useSetParameters(id: string) {
  return useMutation({
    mutationFn: (hyperparameters: Record<string, unknown>) =>
      answerOf(api.POST('/api/training/{session_id}/parameters', { ...of(id), body: { hyperparameters } })),
  });
}

export function useKeepMoment(id: string) {
  return useMutation({
    mutationFn: (name: string) =>
      answerOf(api.POST('/api/training/{session_id}/checkpoints', { ...of(id), body: { name } })),
  });
}

/** Removes a kept state, which frees its storage. */
export function useDeleteCheckpoint(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (checkpointId: string) =>
      answerOf(
        api.DELETE('/api/training/{session_id}/checkpoints/{checkpoint_id}', {
          params: { path: { session_id: id, checkpoint_id: checkpointId } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.checkpoints(id) }),
  });
}

/** Adds rounds to an ended run; answers the id of the new one. */
export function useContinue(id: string) {
  return useMutation({
    mutationFn: async (rounds: number) =>
      (await answerOf(api.POST('/api/training/{session_id}/continue', { ...of(id), body: { rounds } }))).session_id,
  });
}

export interface BranchWish {
  checkpointId: string;
  hyperparameters: Record<string, unknown>;
}

/** Goes on from a kept state with other values; answers the id of the new run. */
export function useBranch(id: string) {
  return useMutation({
    mutationFn: async ({ checkpointId, hyperparameters }: BranchWish) => {
      const body = { checkpoint_id: checkpointId, hyperparameters };
      return (await answerOf(api.POST('/api/training/{session_id}/branch', { ...of(id), body }))).session_id;
    },
  });
}
