import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../../api/client';
import { keys } from '../../../../api/keys';

/** Where a file is that the server is to fetch: one of the two. */
export type Place = { url: string } | { path: string };

/** Whether the server fetches files from addresses and folders, and which it finds there. */
export function elsewhereQuery() {
  return queryOptions({
    queryKey: keys.elsewhere,
    queryFn: ({ signal }) => answerOf(api.GET('/api/data/import', { signal })),
    retry: false,
  });
}

/** Has the server fetch a file and import it; gives the dataset at once, which goes on by itself. */
export function useImportFrom() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (place: Place) =>
      answerOf(api.POST('/api/data/import', { body: place, headers: { Prefer: 'respond-async' } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.datasets }),
  });
}
