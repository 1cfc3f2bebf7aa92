import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/client';
import { keys } from '../../../api/keys';

const of = (id: string) => ({ session_id: id });

export function scoresQuery(id: string) {
  return queryOptions({
    queryKey: keys.scores(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/training/{session_id}/scores', { params: { path: of(id) }, signal })),
    // Older runs have none, and asking again changes nothing.
    retry: false,
  });
}

/** Which test rows to look at. */
export interface RowChoice {
  title: string;
  truth?: string;
  predicted?: string;
  only?: 'right' | 'wrong';
}

export const ROWS_A_PAGE = 25;

export function testRowsQuery(id: string, { truth, predicted, only }: RowChoice, page: number) {
  const asked = {
    page,
    page_size: ROWS_A_PAGE,
    ...(truth !== undefined && { truth }),
    ...(predicted !== undefined && { predicted }),
    ...(only !== undefined && { only }),
  };
  return queryOptions({
    queryKey: [...keys.testRows(id), asked],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/{session_id}/test-rows', { params: { path: of(id), query: asked }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function scoresByQuery(id: string, column: string) {
  return queryOptions({
    queryKey: [...keys.scoresBy(id), column],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/{session_id}/scores-by', { params: { path: of(id), query: { column } }, signal })),
  });
}

export function scoreComparisonQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: [...keys.scoreComparison, ...ids],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/compare-scores', { params: { query: { ids: ids.join(',') } }, signal })),
    enabled: ids.length >= 2,
    retry: false,
  });
}
