import { useMemo, useState } from 'react';
import type { Dataset } from '../../../../../api/types';
import { classNames } from '../../../../../lib/class-names';
import { formatCount } from '../../../../../lib/format';
import { EmptyState } from '../../../../../ui/EmptyState';
import { SearchInput } from '../../../../../ui/SearchInput';
import { Segmented } from '../../../../../ui/Segmented';
import { ViewBar } from '../bar/ViewBar';
import exploreStyles from '../Explore.module.css';
import { shownColumns } from '../look/columns';
import { rowsOf } from '../look/look';
import { useLook } from '../look/use-look';
import { useRowCount } from '../use-row-count';
import { CardDeck } from './CardDeck';
import styles from './Columns.module.css';

const ORDERS = [
  { value: 'table', label: 'As in the table' },
  { value: 'missing', label: 'Most missing first' },
  { value: 'name', label: 'By name' },
];

/** What every shown column holds, under the same filters as the rows. */
export function ColumnsView({ dataset }: { dataset: Dataset }) {
  const [look, change] = useLook();
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState('table');
  const count = useRowCount(dataset, rowsOf(look));
  const schema = useMemo(() => dataset.schema ?? [], [dataset.schema]);
  const columns = useMemo(() => {
    const known = new Map(schema.map((column) => [column.name, column]));
    return shownColumns({ columns: look.columns, pinned: look.pinned }, [...known.keys()])
      .flatMap((name) => known.get(name) ?? [])
      .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  }, [schema, look.columns, look.pinned, search]);
  const sorted = useMemo(() => {
    if (order === 'missing') return [...columns].sort((one, other) => other.missing - one.missing);
    if (order === 'name') return [...columns].sort((one, other) => one.name.localeCompare(other.name));
    return columns;
  }, [columns, order]);
  return (
    <section className={classNames(exploreStyles.explore, exploreStyles.fitted)} aria-label={`Columns of ${dataset.name}`}>
      <ViewBar dataset={dataset} look={look} change={change} count={count} />
      <div className={styles.tools}>
        <div className={styles.find}>
          <SearchInput label="Find a column" value={search} onChange={setSearch} />
        </div>
        <Segmented label="Order of the columns" options={ORDERS} value={order} onChange={setOrder} />
        <p className={styles.counted}>{`${formatCount(sorted.length)} of ${formatCount(schema.length)} columns`}</p>
      </div>
      {sorted.length === 0 ? (
        <EmptyState title="No column matches">{`No shown column is called like “${search}”.`}</EmptyState>
      ) : (
        <CardDeck dataset={dataset} columns={sorted} look={look} change={change} />
      )}
    </section>
  );
}
