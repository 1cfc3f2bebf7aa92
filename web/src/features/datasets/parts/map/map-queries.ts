import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../../api/client';
import { keys } from '../../../../api/keys';
import type { View } from '../../../../api/table';
import type { FieldValues } from '../../../../lib/schema/fields';

export function generatorsQuery() {
  return queryOptions({
    queryKey: keys.generators,
    queryFn: ({ signal }) => answerOf(api.GET('/api/datasets/generators', { signal })),
    staleTime: Infinity,
  });
}

export interface Order {
  type: string;
  seed: number;
  values: FieldValues;
}

/** What a synthetic table looks like; the last picture stays until the next one is drawn. */
export function pictureQuery({ type, seed, values }: Order) {
  const body = { ...values, type, seed };
  return queryOptions({
    queryKey: [...keys.picture, body],
    queryFn: ({ signal }) => answerOf(api.POST('/api/datasets/generate/preview', { body, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useGenerate() {
  return useMutation({
    mutationFn: ({ type, seed, values, name }: Order & { name: string }) => {
      const body = { ...values, type, seed, name: name === '' ? null : name };
      return answerOf(api.POST('/api/datasets/generate', { body, headers: { Prefer: 'respond-async' } }));
    },
  });
}

export function mapMethodsQuery() {
  return queryOptions({
    queryKey: keys.mapMethods,
    queryFn: ({ signal }) => answerOf(api.GET('/api/maps/methods', { signal })),
    staleTime: Infinity,
  });
}

export function mapsQuery(datasetId: string) {
  return queryOptions({
    queryKey: keys.maps(datasetId),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/datasets/{dataset_id}/maps', { params: { path: { dataset_id: datasetId } }, signal })),
  });
}

/** The places of a map, with the values of one column; while those are on their way the last ones stay. */
export function mapQuery(datasetId: string, mapId: string, colour: string | null) {
  const path = { dataset_id: datasetId, map_id: mapId };
  const query = colour === null ? {} : { colour };
  return queryOptions({
    queryKey: [...keys.map(mapId), colour],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/datasets/{dataset_id}/maps/{map_id}', { params: { path, query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

export interface MapOrder {
  method: string;
  columns: string[] | null;
  parameters: Record<string, unknown>;
  missing: 'fill' | 'drop';
  /** Which rows the map shows; none says all of them. */
  view?: View;
}

export function useMakeMap(datasetId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (order: MapOrder) =>
      answerOf(
        api.POST('/api/datasets/{dataset_id}/maps', {
          params: { path: { dataset_id: datasetId } },
          body: { most_rows: 20_000, seed: 42, ...order },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.maps(datasetId) }),
  });
}

export function useDeleteMap(datasetId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mapId: string) =>
      api.DELETE('/api/datasets/{dataset_id}/maps/{map_id}', {
        params: { path: { dataset_id: datasetId, map_id: mapId } },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.maps(datasetId) }),
  });
}
