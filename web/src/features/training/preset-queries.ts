import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { ApiError } from '../../api/errors';
import { keys } from '../../api/keys';

export interface PresetDraft {
  /** Null keeps a new one. */
  id: string | null;
  algorithmId: string;
  name: string;
  description: string;
  /** Left out, they stay as they are. */
  values?: Readonly<Record<string, unknown>>;
  /** The table that the values were chosen for. */
  datasetId?: string | null;
  version?: number;
}

/** Keeps values for the workspace, or changes what is kept. */
export function useSavePreset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (draft: PresetDraft) => {
      try {
        return await send(draft);
      } catch (error) {
        // The values are worth keeping though their table was deleted meanwhile.
        if (error instanceof ApiError && error.code === 'dataset_not_found') return send({ ...draft, datasetId: null });
        throw error;
      }
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.presets }),
  });
}

export function useDeletePreset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/train/presets/{preset_id}', { params: { path: { preset_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.presets }),
  });
}

async function send({ id, algorithmId, name, description, values, datasetId, version }: PresetDraft) {
  const table = values !== undefined && typeof datasetId === 'string' && { dataset_id: datasetId };
  const told = { name, description, ...table };
  if (id === null) {
    const body = { ...told, algorithm_id: algorithmId, hyperparameters: { ...values } };
    return answerOf(api.POST('/api/train/presets', { body }));
  }
  const body = { ...told, ...(values !== undefined && { hyperparameters: { ...values } }), ...(version !== undefined && { version }) };
  return answerOf(api.PATCH('/api/train/presets/{preset_id}', { params: { path: { preset_id: id } }, body }));
}
