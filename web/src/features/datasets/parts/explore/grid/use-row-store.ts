import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { fetchRows, type TableName } from '../../../../../api/table-queries';
import { rowsOf, type Look } from '../look/look';
import { RowStore } from './row-store';

/** Tables with at most so many columns are fetched whole: hiding and moving columns then asks nothing. */
const FEW_COLUMNS = 96;

/**
 * The rows of a look, fetched where they are looked at. While the first rows of another look are on
 * their way the last look's stay in sight, and are said to be stale.
 */
export function useRowStore(table: TableName, look: Look, all: readonly string[], shown: readonly string[]) {
  const { id, version } = table;
  const columns = all.length <= FEW_COLUMNS ? null : shown;
  // What columns there are may come after word that there is a table, and where cells stand hangs on it.
  const named = useMemo(() => JSON.stringify(all), [all]);
  const question = JSON.stringify([id, version, named, rowsOf(look), look.sort, columns]);
  const fresh = useMemo(
    () => makeStore({ id, version }, look, all, columns),
    // The question says it all; look and columns are other objects at every step of the browser.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [question],
  );
  const state = useSyncExternalStore(fresh.subscribe, fresh.getState);
  const [held, setHeld] = useState(fresh);
  if (state.total !== null && held !== fresh) setHeld(fresh);
  useEffect(() => {
    fresh.start();
    return () => fresh.stop();
  }, [fresh]);
  const { total, isEstimate } = useSyncExternalStore(held.subscribe, held.getState);
  const isStale = held !== fresh;
  return { store: held, total, isEstimate, isStale, error: state.error, retry: () => fresh.retry() };
}

function makeStore(table: TableName, look: Look, all: readonly string[], columns: readonly string[] | null): RowStore {
  const view = { ...rowsOf(look), ...(look.sort.length > 0 && { sort: look.sort }) };
  return new RowStore(columns ?? all, ({ page, pageSize, columns: block, isExact }, signal) => {
    const wanted = block ?? columns;
    const shown = { ...view, ...(wanted && { columns: [...wanted] }) };
    return fetchRows(table, { view: shown, page, pageSize, isExact }, signal);
  });
}
