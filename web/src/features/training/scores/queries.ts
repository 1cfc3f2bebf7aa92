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

/** Test rows to look at, and what they are called. */
export interface RowChoice {
  title: string;
  rows: RowFilter;
}

/** Which test rows are meant; all without a word. */
export interface RowFilter {
  truth?: string;
  predicted?: string;
  only?: 'right' | 'wrong';
  /** Whose probability is meant by the next two, without it that of the predicted class; of numbers it is the error. Where nothing is predicted it is a measure. */
  of?: string;
  at_least?: number;
  below?: number;
  /** Which of all test rows, counted from 0. */
  place?: number;
  /** The part of a column. */
  column?: string;
  value?: string;
}

export const ROWS_A_PAGE = 25;

export function testRowsQuery(id: string, target: string | null, rows: RowFilter, page: number) {
  const asked = { ...facing(target), ...rows, page, page_size: ROWS_A_PAGE };
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
