import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../../api/client';
import { keys } from '../../../../api/keys';
import type { ColumnType, Dataset, ReadingOptions } from '../../../../api/types';

/** What was said about how the file is read; it changes with the dataset's version. */
export function readingQuery(dataset: Dataset) {
  return queryOptions({
    queryKey: [...keys.dataset(dataset.id), 'reading', dataset.version],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/datasets/{dataset_id}/reading', { params: { path: { dataset_id: dataset.id } }, signal })),
  });
}

/** The tables that the file holds, where it holds several. */
export function partsQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.dataset(id), 'parts'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/datasets/{dataset_id}/parts', { params: { path: { dataset_id: id } }, signal })),
    retry: false,
    staleTime: Infinity,
  });
}

export function useImportAgain(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: ReadingOptions) =>
      answerOf(api.POST('/api/datasets/{dataset_id}/reimport', { params: { path: { dataset_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.dataset(id) }),
  });
}

/** Has a job that ended without its result run once more. */
export function useRetry() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (jobId: string) =>
      answerOf(api.POST('/api/jobs/{job_id}/retry', { params: { path: { job_id: jobId } } })),
    onSettled: (_answer, _error, jobId) => client.invalidateQueries({ queryKey: keys.job(jobId) }),
  });
}

export function useMeaning(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ column, type }: { column: string; type: ColumnType | null }) =>
      answerOf(
        api.PATCH('/api/datasets/{dataset_id}/columns', {
          params: { path: { dataset_id: id } },
          body: { columns: { [column]: type } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.dataset(id) }),
  });
}
