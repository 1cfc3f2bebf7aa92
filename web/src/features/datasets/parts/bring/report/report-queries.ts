import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../../../api/client';
import { keys } from '../../../../../api/keys';
import type { Dataset } from '../../../../../api/types';

/** Of each reason the server keeps a hundred cells. */
const MOST_CELLS = 300;

/** What the import made of the file; another one once every value was looked at. */
export function reportQuery(dataset: Dataset) {
  return queryOptions({
    queryKey: [...keys.dataset(dataset.id), 'report', dataset.report_state, dataset.version],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/datasets/{dataset_id}/report', { params: { path: { dataset_id: dataset.id } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** The cells of a column that are not what stood in the file. */
export function cellsQuery(id: string, version: number, column: string) {
  const query = { column, page_size: MOST_CELLS };
  return queryOptions({
    queryKey: [...keys.dataset(id), 'report-cells', version, column],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/datasets/{dataset_id}/report/cells', { params: { path: { dataset_id: id }, query }, signal }),
      ),
  });
}
