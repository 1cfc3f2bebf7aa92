import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { summaryQuery, type TableName } from '../../../../../api/table-queries';
import type { ColumnSummary, View } from '../../../../../api/table';

/** Columns are asked about so many at once: few answers, none of them long. */
const BLOCK = 24;

export interface Summaries {
  find: (name: string) => ColumnSummary | undefined;
  /** Whether some numbers come from an excerpt, until the exact ones arrive. */
  isEstimate: boolean;
  /** Whether another view's numbers stand in for those to come. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

/** What the wanted columns hold within a view; others of their blocks come along. */
export function useSummaries(table: TableName, view: View, all: readonly string[], wanted: readonly string[]): Summaries {
  const places = useMemo(() => new Map(all.map((name, place) => [name, place])), [all]);
  const blocks = [...new Set(wanted.map((name) => Math.floor((places.get(name) ?? 0) / BLOCK)))].sort((a, b) => a - b);
  const names = blocks.map((block) => all.slice(block * BLOCK, (block + 1) * BLOCK));
  const soon = useQueries({ queries: names.map((some) => summaryQuery(table, view, some)) });
  const exact = useQueries({
    queries: names.map((some, at) => ({
      ...summaryQuery(table, view, some, true),
      enabled: soon[at]?.data?.is_estimate === true && !soon[at].isPlaceholderData,
      placeholderData: undefined,
    })),
  });
  const results = soon.map((first, at) => (exact[at]?.data === undefined ? first : exact[at]));
  const failed = [...soon, ...exact].filter(({ error }) => error !== null);
  return {
    find: (name) => results.map(({ data }) => data?.columns[name]).find((found) => found !== undefined),
    isEstimate: results.some(({ data }) => data?.is_estimate === true),
    isStale: results.some(({ isPlaceholderData }) => isPlaceholderData),
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach((result) => void result.refetch()),
  };
}

/** What one column holds within a view; it comes with the block of its neighbours. */
export function useSummary(table: TableName, view: View, all: readonly string[], name: string) {
  const block = Math.floor(Math.max(0, all.indexOf(name)) / BLOCK);
  const names = all.slice(block * BLOCK, (block + 1) * BLOCK);
  const soon = useQuery(summaryQuery(table, view, names));
  const isGuess = soon.data?.is_estimate === true && !soon.isPlaceholderData;
  const exact = useQuery({ ...summaryQuery(table, view, names, true), enabled: isGuess, placeholderData: undefined });
  const isStale = soon.isPlaceholderData || (isGuess && exact.data === undefined);
  return { summary: (exact.data ?? soon.data)?.columns[name], isStale, error: soon.error };
}
