import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { keys } from '../../api/keys';

export function useDeleteDataset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/datasets/{dataset_id}', { params: { path: { dataset_id: id } } }),
    onSuccess: async (_answer, id) => {
      client.removeQueries({ queryKey: keys.dataset(id) });
      await client.invalidateQueries({ queryKey: keys.datasets });
    },
  });
}

/** Whether somebody deleted a dataset while it was looked at. */
export function useIsGone(id: string): boolean {
  const { data } = useQuery<boolean>({ queryKey: keys.datasetGone(id), queryFn: skipToken });
  return data === true;
}
