import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';
import { workspaceTopics } from '../../api/queries';

const MOST_NAMES = 8;

export interface Wish {
  method: 'biweight' | 'median' | 'savgol' | 'none';
  window_days: number;
  min_period: number;
  max_period: number | null;
}

export function lightCurvesQuery() {
  return queryOptions({
    queryKey: keys.lightCurves,
    queryFn: ({ signal }) => answerOf(api.GET('/api/astronomy/light-curves', { signal })),
    meta: workspaceTopics(),
  });
}

/** A light curve with what was found in it. */
export function lightCurveQuery(id: string) {
  return queryOptions({
    queryKey: keys.lightCurve(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/astronomy/light-curves/{curve_id}', { params: { path: { curve_id: id } }, signal })),
    meta: workspaceTopics(),
  });
}

/** What the missions’ tables of the workspace tell of a star, by its names. */
export function knownSignalsQuery(stars: readonly string[]) {
  return queryOptions({
    queryKey: keys.knownSignals(stars),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/astronomy/signals', { params: { query: { star: stars.slice(0, MOST_NAMES) } }, signal })),
    enabled: stars.length > 0,
    // Tables come and go seldom, and while nobody looks.
    staleTime: 30_000,
  });
}

/** Brings the files of one star, one after another, into one light curve; without a name it has the first file’s. */
export function useNewLightCurve() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ files, name }: { files: readonly File[]; name: string }) => {
      let id: string | undefined;
      for (const file of files) {
        const form = new FormData();
        form.append('file', file);
        const query = id === undefined ? { name } : { light_curve_id: id };
        const call = api.POST('/api/astronomy/light-curves', {
          params: { query },
          body: { file: file.name },
          bodySerializer: () => form,
        });
        id = (await answerOf(call)).light_curve.id;
      }
      return id;
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.lightCurves }),
  });
}

export function useTransitSearch(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Wish) =>
      answerOf(api.POST('/api/astronomy/light-curves/{curve_id}/search', { params: { path: { curve_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.lightCurve(id) }),
  });
}

export function useDeleteLightCurve() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/astronomy/light-curves/{curve_id}', { params: { path: { curve_id: id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.lightCurves }),
  });
}
