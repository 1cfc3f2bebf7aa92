import { useInfiniteQuery } from '@tanstack/react-query';
import { trainingsQuery } from '../../api/queries';
import { formatCountOf } from '../../lib/format';
import { itemsOf, totalOf } from '../../lib/pages';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { MoreOnScroll } from '../../ui/MoreOnScroll';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { RunTable } from './parts/RunTable';

/** Every training of the workspace, and what programs elsewhere have logged here. */
export function RunsPage() {
  const runs = useInfiniteQuery(trainingsQuery());
  return (
    <>
      <PageHeader title="Runs" lead="Every training, with its curves and its results." />
      <Panel title="All runs" isFlush aside={runs.data && formatCountOf(totalOf(runs.data), 'run')}>
        <Faces
          of="runs"
          query={runs}
          empty={{
            when: (data) => itemsOf(data).length === 0,
            show: (
              <EmptyState title="No run yet" action={<ButtonLink to="/">Train a model</ButtonLink>}>
                Trainings appear here as soon as they start.
              </EmptyState>
            ),
          }}
        >
          {(data) => <RunTable runs={itemsOf(data)} />}
        </Faces>
        <MoreOnScroll of="runs" list={runs} />
      </Panel>
    </>
  );
}
