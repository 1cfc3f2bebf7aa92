import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../../api/keys';
import type { View } from '../../../../api/table';
import { fetchRows } from '../../../../api/table-queries';
import type { Dataset } from '../../../../api/types';

/** How many rows a view has, for the views of a table that show no rows. */
export function useRowCount(dataset: Dataset, view: View): { total: number | null; isEstimate: boolean } {
  const isWhole = Object.keys(view).length === 0;
  const query = useQuery({ ...rowCountQuery(dataset, view), enabled: !isWhole });
  if (isWhole) return { total: dataset.rows, isEstimate: false };
  return { total: query.data?.total_rows ?? null, isEstimate: query.data?.is_estimate ?? false };
}

function rowCountQuery(dataset: Dataset, view: View) {
  const [first] = dataset.schema ?? [];
  const narrow = first === undefined ? view : { ...view, columns: [first.name] };
  return queryOptions({
    queryKey: [...keys.rowCount(dataset.id), dataset.version, view],
    queryFn: ({ signal }) => fetchRows(dataset, { view: narrow, page: 0, pageSize: 1 }, signal),
    staleTime: Infinity,
  });
}
