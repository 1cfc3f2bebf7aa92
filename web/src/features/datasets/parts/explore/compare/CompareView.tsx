import { useQuery } from '@tanstack/react-query';
import type { FilterNode } from '../../../../../api/table';
import { comparisonQuery } from '../../../../../api/table-queries';
import type { Dataset } from '../../../../../api/types';
import { Button } from '../../../../../ui/Button';
import { EmptyState } from '../../../../../ui/EmptyState';
import { Faces } from '../../../../../ui/Faces';
import { Popover } from '../../../../../ui/Popover';
import { icons } from '../../../../../ui/icons';
import { ViewBar } from '../bar/ViewBar';
import exploreStyles from '../Explore.module.css';
import { FilterSheet } from '../filter/FilterPopover';
import { columnsIn, describeFilter, restOf } from '../look/filter-tree';
import { rowsOf } from '../look/look';
import { useLook } from '../look/use-look';
import { useRowCount } from '../use-row-count';
import styles from './Compare.module.css';
import { DifferenceList } from './DifferenceList';
import { SideCard } from './SideCard';

/** What sets the filtered rows apart from others: the columns, the largest difference first. */
export function CompareView({ dataset }: { dataset: Dataset }) {
  const [look, change] = useLook();
  const count = useRowCount(dataset, rowsOf(look));
  const { filter, against } = look;
  return (
    <section className={exploreStyles.explore} aria-label={`Differences within ${dataset.name}`}>
      <ViewBar dataset={dataset} look={look} change={change} count={count} />
      {filter === null ? (
        <EmptyState title="Which rows are special?">
          Filter the table, here or in its rows: what the filter leaves becomes selection A, and every column is compared
          between it and all other rows.
        </EmptyState>
      ) : (
        <>
          <div className={styles.sides}>
            <SideCard side="A" words={describeFilter(filter)} />
            <SideCard side="B" words={against === null ? 'all other rows' : describeFilter(against)}>
              <Popover label="Choose B" look="quiet" icon={icons.filter}>
                <FilterSheet dataset={dataset} filter={against} onApply={(next) => change({ against: next })} />
              </Popover>
              {against === null ? (
                <Button look="quiet" onClick={() => change({ against: filter })}>
                  Keep A as B
                </Button>
              ) : (
                <Button look="quiet" onClick={() => change({ filter: against, against: filter })}>
                  Swap
                </Button>
              )}
            </SideCard>
          </div>
          <Differences dataset={dataset} search={look.search} a={filter} b={against ?? restOf(filter)} />
        </>
      )}
    </section>
  );
}

interface DifferencesProps {
  dataset: Dataset;
  search: string;
  a: FilterNode;
  b: FilterNode;
}

function Differences({ dataset, search, a, b }: DifferencesProps) {
  const side = (filter: FilterNode) => rowsOf({ search, filter });
  const query = useQuery(comparisonQuery(dataset, side(a), side(b)));
  return (
    <Faces
      of="differences"
      query={query}
      empty={{
        when: ({ rows_a: inA, rows_b: inB }) => inA === 0 || inB === 0,
        show: (
          <EmptyState title="Nothing to compare">One of the two selections holds no row. Choose a wider one.</EmptyState>
        ),
      }}
    >
      {(comparison) => <DifferenceList comparison={comparison} chosenBy={columnsIn(a, b)} />}
    </Faces>
  );
}
