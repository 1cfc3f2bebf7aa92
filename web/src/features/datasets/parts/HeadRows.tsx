import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/client';
import { keys } from '../../../api/keys';
import type { Dataset } from '../../../api/types';
import { formatCountOf } from '../../../lib/format';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { RowTable } from './RowTable';

const SHOWN = 50;

/** The first rows of a table that is still being imported, as they stand in the file. */
export function HeadRows({ dataset }: { dataset: Dataset }) {
  const rows = dataset.head_rows ?? 0;
  const query = useQuery({ ...headQuery(dataset.id, rows), enabled: rows > 0 });
  if (rows === 0) return null;
  return (
    <Panel title="First rows" aside={`${formatCountOf(Math.min(rows, SHOWN), 'row')}, as they stand in the file`} isFlush>
      <Faces of="first rows" query={query}>
        {(page) => <RowTable page={page} schema={[]} label="First rows" />}
      </Faces>
    </Panel>
  );
}

/** Not kept under what the table's rows are kept under: these are text still. */
function headQuery(id: string, rows: number) {
  const query = { page: 0, page_size: SHOWN };
  return queryOptions({
    queryKey: [...keys.dataset(id), 'head', rows],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/data/preview/{dataset_id}', { params: { path: { dataset_id: id }, query }, signal })),
  });
}
