import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';
import type { Cell } from '../../api/types';

/** The explanations of a model, and the ways there are. */
export function explanationsQuery(modelId: string) {
  return queryOptions({
    queryKey: keys.explanations(modelId),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/models/{model_id}/explanations', { params: { path: { model_id: modelId } }, signal })),
  });
}

/** One explanation whole; once it is ready it never changes. */
export function explanationQuery(modelId: string, id: string) {
  const path = { model_id: modelId, explanation_id: id };
  return queryOptions({
    queryKey: keys.explanation(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/models/{model_id}/explanations/{explanation_id}', { params: { path }, signal })),
    staleTime: Infinity,
  });
}

interface ExplanationOrder {
  rows: number;
  dataset_id: string | null;
  target: string | null;
  methods: string[] | null;
  /** How long it may compute. */
  seconds: number | null;
}

export function useExplain(modelId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (order: ExplanationOrder) =>
      answerOf(
        api.POST('/api/models/{model_id}/explanations', {
          params: { path: { model_id: modelId } },
          body: { seed: 0, ...order },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.explanations(modelId) }),
  });
}

export function useDeleteExplanation(modelId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/models/{model_id}/explanations/{explanation_id}', {
        params: { path: { model_id: modelId, explanation_id: id } },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.explanations(modelId) }),
  });
}

interface RowQuestion {
  row: Record<string, Cell>;
  fixed: string[];
  wanted: string | number | null;
  target: string | null;
}

/** Asks why a model says what it says of one row. */
export function useRowExplanation(modelId: string) {
  return useMutation({
    mutationFn: (question: RowQuestion) =>
      answerOf(
        api.POST('/api/models/{model_id}/explain-row', {
          params: { path: { model_id: modelId } },
          body: question,
        }),
      ),
  });
}
