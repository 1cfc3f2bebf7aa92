import { useMutation, useQueryClient } from '@tanstack/react-query';
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
