import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '../../api/queries';
import { formatCountOf } from '../../lib/format';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { ModelTable } from './parts/ModelTable';

/** What trainings left: every model of the workspace. */
export function ModelsPage() {
  const models = useQuery(modelsQuery());
  return (
    <>
      <PageHeader title="Models" lead="What trainings left: ready to predict, to compare, and to take away." />
      <Panel title="All models" isFlush aside={models.data && formatCountOf(models.data.total, 'model')}>
        <Faces
          of="models"
          query={models}
          empty={{
            when: (data) => data.items.length === 0,
            show: (
              <EmptyState title="No model yet" action={<ButtonLink to="/">Train a model</ButtonLink>}>
                Choose a table, a column to predict and an algorithm; a few seconds later the model stands here.
              </EmptyState>
            ),
          }}
        >
          {(data) => <ModelTable models={data.items} />}
        </Faces>
      </Panel>
    </>
  );
}
