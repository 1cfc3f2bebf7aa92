import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { summaryQuery, type TableName } from '../../../../../api/table-queries';
import type { ColumnSummary, View } from '../../../../../api/table';

/** Columns are asked about so many at once: few answers, none of them long. */
const BLOCK = 24;

export interface Summaries {
  find: (name: string) => ColumnSummary | undefined;
  /** The rows of the view, as soon as an answer says it. */
  total: number | null;
  /** Whether another view's numbers stand in for those to come. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

/** What the wanted columns hold within a view; others of their blocks come along. */
export function useSummaries(table: TableName, view: View, all: readonly string[], wanted: readonly string[]): Summaries {
  const places = useMemo(() => new Map(all.map((name, place) => [name, place])), [all]);
  const blocks = [...new Set(wanted.map((name) => Math.floor((places.get(name) ?? 0) / BLOCK)))].sort((a, b) => a - b);
  const results = useQueries({
    queries: blocks.map((block) => summaryQuery(table, view, all.slice(block * BLOCK, (block + 1) * BLOCK))),
  });
  return {
    find: (name) => results.map(({ data }) => data?.columns[name]).find((found) => found !== undefined),
    total: results.find(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData)?.data?.total_rows ?? null,
    isStale: results.some(({ isPlaceholderData }) => isPlaceholderData),
    error: results.find(({ error }) => error !== null)?.error ?? null,
    retry: () => results.filter(({ error }) => error !== null).forEach((result) => void result.refetch()),
  };
}
