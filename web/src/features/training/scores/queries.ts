import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/client';
import { keys } from '../../../api/keys';

const of = (id: string) => ({ session_id: id });

/** Of several targets the one that is looked at; of one nothing. */
const facing = (target: string | null) => (target === null ? {} : { target });

export function scoresQuery(id: string, target: string | null = null) {
  return queryOptions({
    queryKey: [...keys.scores(id), target],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/{session_id}/scores', { params: { path: of(id), query: facing(target) }, signal })),
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

export function testRowsQuery(id: string, target: string | null, { truth, predicted, only }: RowChoice, page: number) {
  const asked = {
    ...facing(target),
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

export function scoresByQuery(id: string, target: string | null, column: string) {
  return queryOptions({
    queryKey: [...keys.scoresBy(id), target, column],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/training/{session_id}/scores-by', { params: { path: of(id), query: { ...facing(target), column } }, signal })),
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
