import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';

/** The reports of drift of a model, the newest first. */
export function driftReportsQuery(modelId: string) {
  return queryOptions({
    queryKey: keys.driftReports(modelId),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/models/{model_id}/drift', { params: { path: { model_id: modelId } }, signal })),
  });
}

/** One report whole; once it is ready it never changes. */
export function driftReportQuery(modelId: string, id: string) {
  const path = { model_id: modelId, drift_id: id };
  return queryOptions({
    queryKey: keys.driftReport(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/models/{model_id}/drift/{drift_id}', { params: { path }, signal })),
    staleTime: Infinity,
  });
}

export function useDrift(modelId: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.driftReports(modelId) });
  const compare = useMutation({
    mutationFn: (datasetId: string) =>
      answerOf(
        api.POST('/api/models/{model_id}/drift', {
          params: { path: { model_id: modelId } },
          body: { dataset_id: datasetId, seed: 0 },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/models/{model_id}/drift/{drift_id}', { params: { path: { model_id: modelId, drift_id: id } } }),
    onSuccess,
  });
  return { compare, remove };
}
