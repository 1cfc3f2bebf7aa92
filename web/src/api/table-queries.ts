import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client';
import { keys } from './keys';
import type { CorrelationMethod, RowPage, View } from './table';

/** Which table, and which state of it: another version may hold other rows. */
export interface TableName {
  id: string;
  version: number;
}

const pathOf = ({ id }: TableName) => ({ path: { dataset_id: id } });

interface PageOfView {
  view: View;
  page: number;
  pageSize: number;
  /** Whether to look through the whole table first, however long it takes. */
  isExact?: boolean;
}

/** A page of the rows of a view. */
export function fetchRows(table: TableName, asked: PageOfView, signal: AbortSignal): Promise<RowPage> {
  const { view, page, pageSize, isExact = false } = asked;
  const body = { view, page, page_size: pageSize, ...(isExact && { exact: true }) };
  return answerOf(api.POST('/api/data/query/{dataset_id}', { params: pathOf(table), body, signal }));
}

/**
 * What some columns hold within a view; while another view is computed the last one stays in sight.
 * What is not known of a whole table yet comes as an estimate, unless it has to be exact.
 */
export function summaryQuery(table: TableName, view: View, columns: string[], isExact = false) {
  return queryOptions({
    queryKey: [...keys.summary(table.id), table.version, view, columns, isExact],
    queryFn: ({ signal }) => {
      const body = { view, columns, exact: isExact };
      return answerOf(api.POST('/api/data/statistics/{dataset_id}', { params: pathOf(table), body, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

/** What differs between two selections of rows. */
export function comparisonQuery(table: TableName, a: View, b: View) {
  return queryOptions({
    queryKey: [...keys.comparison(table.id), table.version, a, b],
    queryFn: ({ signal }) =>
      answerOf(api.POST('/api/data/compare/{dataset_id}', { params: pathOf(table), body: { a, b }, signal })),
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

export function correlationsQuery(table: TableName, view: View, columns: string[] | null, method: CorrelationMethod) {
  return queryOptions({
    queryKey: [...keys.correlations(table.id), table.version, view, columns, method],
    queryFn: ({ signal }) => {
      const body = { view, ...(columns !== null && { columns }), method };
      return answerOf(api.POST('/api/data/correlations/{dataset_id}', { params: pathOf(table), body, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

export function missingnessQuery(table: TableName, view: View) {
  return queryOptions({
    queryKey: [...keys.missingness(table.id), table.version, view],
    queryFn: ({ signal }) =>
      answerOf(api.POST('/api/data/missingness/{dataset_id}', { params: pathOf(table), body: { view }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

/** Points of every pair of some columns, a sample where there are many. */
export function pairsQuery(table: TableName, view: View, columns: string[], colour: string | null) {
  return queryOptions({
    queryKey: [...keys.pairs(table.id), table.version, view, columns, colour],
    queryFn: ({ signal }) => {
      const body = { view, columns, ...(colour !== null && { colour }) };
      return answerOf(api.POST('/api/data/pairs/{dataset_id}', { params: pathOf(table), body, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

/** One cell, whole. */
export function cellQuery(table: TableName, row: number, column: string) {
  return queryOptions({
    queryKey: [...keys.cell(table.id), table.version, row, column],
    queryFn: ({ signal }) => {
      const params = { ...pathOf(table), query: { row, column } };
      return answerOf(api.GET('/api/data/cell/{dataset_id}', { params, signal }));
    },
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
