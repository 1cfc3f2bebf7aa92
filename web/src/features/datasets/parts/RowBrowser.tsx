import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { previewQuery } from '../../../api/queries';
import type { Dataset } from '../../../api/types';
import { formatCountOf } from '../../../lib/format';
import { useDebounced } from '../../../lib/use-debounced';
import { Button } from '../../../ui/Button';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { SearchInput } from '../../../ui/SearchInput';
import styles from './RowBrowser.module.css';
import { RowPager } from './RowPager';
import { RowTable } from './RowTable';

interface Order {
  column: string | null;
  isDescending: boolean;
}

/** Pages through the rows of a table, sorted and searched by the server. */
export function RowBrowser({ dataset }: { dataset: Dataset }) {
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(0);
  const [pageSize, setPageSize] = useState(50);
  const [order, setOrder] = useState<Order>({ column: null, isDescending: false });
  const settled = useDebounced(search, 250);
  const { column: sortBy, isDescending } = order;
  const query = useQuery(previewQuery(dataset.id, { page, pageSize, sortBy, isDescending, search: settled }));
  const seek = (text: string) => {
    setSearch(text);
    setPage(0);
  };
  const sort = (column: string) => {
    setOrder(nextOrder(order, column));
    setPage(0);
  };
  return (
    <div className={styles.browser}>
      <div className={styles.bar}>
        <SearchInput label="Search in all columns" value={search} onChange={seek} />
        <p role="status">{query.data && formatCountOf(query.data.total_rows, 'row')}</p>
      </div>
      <Faces
        of="rows"
        query={query}
        empty={{
          when: (data) => data.total_rows === 0,
          show: (
            <EmptyState title="No row matches" action={<Button onClick={() => seek('')}>Clear the search</Button>}>
              {`No cell contains “${settled}”.`}
            </EmptyState>
          ),
        }}
      >
        {(data) => (
          <>
            <RowTable
              page={data}
              schema={dataset.schema ?? []}
              label={`Rows of ${dataset.name}`}
              sorting={{ ...order, onSort: sort }}
              isStale={query.isPlaceholderData}
            />
            <RowPager
              page={page}
              pageSize={pageSize}
              total={data.total_rows}
              onPage={setPage}
              onPageSize={(size) => {
                setPageSize(size);
                setPage(0);
              }}
            />
          </>
        )}
      </Faces>
    </div>
  );
}

/** Up, down, as stored: the order that clicking a column's name walks through. */
function nextOrder(order: Order, column: string): Order {
  if (order.column !== column) return { column, isDescending: false };
  return order.isDescending ? { column: null, isDescending: false } : { column, isDescending: true };
}
