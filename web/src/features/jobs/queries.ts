import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';

/** Cancelling or trying again; the socket brings what follows, the lists are asked to be sure. */
export function useJobAction(act: 'cancel' | 'retry' | 'pause' | 'resume') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.POST(`/api/jobs/{job_id}/${act}`, { params: { path: { job_id: id } } })),
    onSettled: async (_answer, _error, id) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.job(id) }),
        client.invalidateQueries({ queryKey: keys.jobs }),
      ]);
    },
  });
}
