import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../../lib/format';
import { itemsOf } from '../../lib/pages';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { columnOf } from './look/columns';
import { isFiltered, sortedBy } from './look/look';
import { useLook } from './look/use-look';
import { BulkBar } from './parts/list/BulkBar';
import { ColumnMenu } from './parts/list/ColumnMenu';
import { RunFilters } from './parts/list/RunFilters';
import { RunGrid } from './parts/list/RunGrid';
import { runsQuery, useNames } from './runs-queries';

/** Every training of the workspace, and what programs elsewhere have logged here. */
export function RunsPage() {
  const [look, change] = useLook();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery(runsQuery(look));
  const names = useNames();
  const last = query.data?.pages.at(-1);
  const total = last === undefined ? undefined : `${formatCount(last.total)}${last.is_total_exact ? '' : '+'} runs`;
  const choose = (ids: readonly string[], isChosen: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const id of ids) if (isChosen) after.add(id); else after.delete(id);
      return after;
    });
  const fetchMore = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  };
  const columns = look.columns.flatMap((id) => columnOf(id) ?? []);
  return (
    <>
      <PageHeader
        title="Runs"
        lead="Every training, with its curves and its results."
        actions={
          <>
            <ButtonLink to="/experiments">Experiments</ButtonLink>
            <ButtonLink to="/" look="primary">
              Train a model
            </ButtonLink>
          </>
        }
      />
      <Panel
        title="All runs"
        isFlush
        aside={total}
        actions={<ColumnMenu columns={look.columns} onChange={(next) => change({ columns: next })} />}
      >
        <RunFilters look={look} names={names} onChange={change} />
        {chosen.size > 0 && <BulkBar ids={[...chosen]} onDone={() => setChosen(new Set())} />}
        <Faces
          of="runs"
          query={query}
          empty={{
            when: (data) => itemsOf(data).length === 0,
            show: isFiltered(look) ? (
              <EmptyState title="No such run">No run meets all of these filters.</EmptyState>
            ) : (
              <EmptyState title="No run yet" action={<ButtonLink to="/">Train a model</ButtonLink>}>
                Trainings appear here as soon as they start.
              </EmptyState>
            ),
          }}
        >
          {(data) => (
            <RunGrid
              runs={itemsOf(data)}
              columns={columns}
              names={names}
              look={look}
              chosen={chosen}
              onSort={(sort) => change(sortedBy(look, sort))}
              onChoose={choose}
              onEnd={fetchMore}
            />
          )}
        </Faces>
      </Panel>
    </>
  );
}
