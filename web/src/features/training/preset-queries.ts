import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';

export interface PresetDraft {
  /** Null keeps a new one. */
  id: string | null;
  algorithmId: string;
  name: string;
  description: string;
  /** Left out, they stay as they are. */
  values?: Readonly<Record<string, unknown>>;
  version?: number;
}

/** Keeps values for the workspace, or changes what is kept. */
export function useSavePreset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, algorithmId, name, description, values, version }: PresetDraft) => {
      const told = { name, description };
      if (id === null) {
        const body = { ...told, algorithm_id: algorithmId, hyperparameters: { ...values } };
        return answerOf(api.POST('/api/train/presets', { body }));
      }
      const body = { ...told, ...(values !== undefined && { hyperparameters: { ...values } }), ...(version !== undefined && { version }) };
      return answerOf(api.PATCH('/api/train/presets/{preset_id}', { params: { path: { preset_id: id } }, body }));
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
