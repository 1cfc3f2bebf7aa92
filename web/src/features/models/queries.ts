import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';
import type { Cell } from '../../api/types';
import type { CalibrationMethod } from '../../lib/calibration';

/** Takes in a model that was trained elsewhere; answers once it was opened and converted. */
export function useBringing() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append('file', file);
      const body = { file: file.name };
      return answerOf(api.POST('/api/models/upload', { body, bodySerializer: () => form }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.models }),
  });
}

/** In which forms a model can be taken along; a model never changes. */
export function formatsQuery(id: string) {
  return queryOptions({
    queryKey: keys.modelFormats(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/models/{model_id}/formats', { params: { path: { model_id: id } }, signal })),
    staleTime: Infinity,
  });
}

export function useDeleteModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) =>
      api.DELETE('/api/models/{model_id}', { params: { path: { model_id: id }, query: { force } } }),
    onSuccess: async (_answer, { id }) => {
      client.removeQueries({ queryKey: keys.model(id) });
      await client.invalidateQueries({ queryKey: keys.models });
    },
  });
}

/** Has a model say of every row of a table what it says; a new dataset comes of it. */
export function useApplication(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { dataset_id: string; keep_columns: boolean; reasons: number }) =>
      answerOf(api.POST('/api/models/{model_id}/apply', { params: { path: { model_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.datasets }),
  });
}

/** Predicts a file straight: it is read at once, then a job asks about its rows. */
export function useFilePrediction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, reasons }: { file: File; reasons: number }) => {
      const form = new FormData();
      form.append('file', file);
      const params = { path: { model_id: id }, query: { reasons } };
      const body = { file: file.name };
      return answerOf(
        api.POST('/api/models/{model_id}/predict-file', { params, body, bodySerializer: () => form }),
      );
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.datasets }),
  });
}

/** Has a model written in a form by a job, a project with the table that it learned from if wanted. */
export function useExport(id: string) {
  return useMutation({
    mutationFn: (body: { format: string; with_data: boolean }) =>
      answerOf(api.POST('/api/models/{model_id}/exports', { params: { path: { model_id: id } }, body })),
  });
}

/** Calibrates the model of a run, or a stack; answers where that is to be seen. */
export function useCalibration(runId: string) {
  return useMutation({
    mutationFn: async (method: CalibrationMethod) => {
      const begun = await answerOf(api.POST('/api/training/{session_id}/calibrate', { params: { path: { session_id: runId } }, body: { method } }));
      return begun.session_id === null ? `/jobs/${begun.job_id ?? ''}` : `/runs/${begun.session_id}`;
    },
  });
}

/** Asks a model about one row. */
export function usePrediction(id: string) {
  return useMutation({
    mutationFn: (row: Record<string, Cell>) =>
      answerOf(api.POST('/api/models/{model_id}/predict', { params: { path: { model_id: id } }, body: { rows: [row] } })),
  });
}

/** What a model that can be read does; it never changes. */
export function structureQuery(id: string) {
  return queryOptions({
    queryKey: keys.structure(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/models/{model_id}/structure', { params: { path: { model_id: id } }, signal })),
    staleTime: Infinity,
  });
}
