import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/client';
import { ApiError } from '../../../api/errors';
import { keys } from '../../../api/keys';

/** What is to be drawn; what is left out the server chooses. */
export interface PlaneChoice {
  x?: string;
  y?: string;
  part?: 'test';
  target?: string;
}

const WITHOUT = new Set(['too_few_columns', 'not_drawable', 'not_explainable', 'no_table', 'no_model', 'model_not_found', 'missing_columns']);

/** How far beyond the points it is drawn, in shares of their range: as far as can be seen around them. */
const REACH = 0.2;

/** Where a model says one thing of each point of a plane. */
export function planeQuery(runId: string, choice: PlaneChoice) {
  return queryOptions({
    queryKey: [...keys.plane(runId), choice],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/{session_id}/predictions', {
        params: { path: { session_id: runId }, query: { ...choice, reach: REACH } },
        signal,
      })),
    staleTime: Infinity,
  });
}

/** Whether there is nothing to be drawn of this run, rather than something amiss. */
export function isWithoutPlane(error: Error | null): boolean {
  return error instanceof ApiError && WITHOUT.has(error.code);
}
