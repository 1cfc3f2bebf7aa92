import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../../api/keys';
import type { View } from '../../../../api/table';
import { fetchRows } from '../../../../api/table-queries';
import type { Dataset } from '../../../../api/types';

/** How many rows a view has, for the views of a table that show no rows: an estimate first, then exactly. */
export function useRowCount(dataset: Dataset, view: View): { total: number | null; isEstimate: boolean } {
  const isWhole = Object.keys(view).length === 0;
  const soon = useQuery({ ...rowCountQuery(dataset, view, false), enabled: !isWhole });
  const isGuess = soon.data?.is_estimate === true;
  const exact = useQuery({ ...rowCountQuery(dataset, view, true), enabled: !isWhole && isGuess });
  if (isWhole) return { total: dataset.rows, isEstimate: false };
  const found = exact.data ?? soon.data;
  return { total: found?.total_rows ?? null, isEstimate: found?.is_estimate ?? false };
}

function rowCountQuery(dataset: Dataset, view: View, isExact: boolean) {
  const [first] = dataset.schema ?? [];
  const narrow = first === undefined ? view : { ...view, columns: [first.name] };
  return queryOptions({
    queryKey: [...keys.rowCount(dataset.id), dataset.version, view, isExact],
    queryFn: ({ signal }) => fetchRows(dataset, { view: narrow, page: 0, pageSize: 1, isExact }, signal),
    staleTime: Infinity,
  });
}
