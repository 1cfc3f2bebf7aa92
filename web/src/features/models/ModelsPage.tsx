import { useInfiniteQuery } from '@tanstack/react-query';
import { modelsQuery } from '../../api/queries';
import { formatCountOf } from '../../lib/format';
import { itemsOf, totalOf } from '../../lib/pages';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { MoreOnScroll } from '../../ui/MoreOnScroll';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { ModelTable } from './parts/ModelTable';

/** What trainings left: every model of the workspace. */
export function ModelsPage() {
  const models = useInfiniteQuery(modelsQuery());
  return (
    <>
      <PageHeader title="Models" lead="What trainings left: ready to predict, to compare, and to take away." />
      <Panel title="All models" isFlush aside={models.data && formatCountOf(totalOf(models.data), 'model')}>
        <Faces
          of="models"
          query={models}
          empty={{
            when: (data) => itemsOf(data).length === 0,
            show: (
              <EmptyState title="No model yet" action={<ButtonLink to="/">Train a model</ButtonLink>}>
                Choose a table, a column to predict and an algorithm; a few seconds later the model stands here.
              </EmptyState>
            ),
          }}
        >
          {(data) => <ModelTable models={itemsOf(data)} />}
        </Faces>
        <MoreOnScroll of="models" list={models} />
      </Panel>
    </>
  );
}
