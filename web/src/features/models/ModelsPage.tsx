import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelsQuery } from '../../api/queries';
import { formatCount, formatCountOf } from '../../lib/format';
import { itemsOf, totalOf } from '../../lib/pages';
import { Button } from '../../ui/Button';
import { ButtonLink } from '../../ui/ButtonLink';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { MoreOnScroll } from '../../ui/MoreOnScroll';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import styles from './ModelPage.module.css';
import { BringModel } from './parts/BringModel';
import { ModelTable } from './parts/ModelTable';
import { NamesPanel } from './parts/registry/NamesPanel';

const MOST = 8;

/** What trainings left: every model of the workspace. */
export function ModelsPage() {
  const models = useInfiniteQuery(modelsQuery());
  const [showsArchived, setShowsArchived] = useState(false);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const archived = (models.data === undefined ? [] : itemsOf(models.data)).filter((one) => one.archived_at !== null).length;
  const tick = (id: string) =>
    setTicked((held) => (held.has(id) ? new Set([...held].filter((one) => one !== id)) : new Set([...held, id].slice(-MOST))));
  return (
    <>
      <PageHeader
        title="Models"
        lead="What trainings left, and what was brought in: ready to predict, to compare, and to take away."
        actions={
          <EditorsOnly>
            <BringModel />
          </EditorsOnly>
        }
      />
      <div className={styles.main}>
        <NamesPanel />
        <Panel
          title="All models"
          isFlush
          aside={models.data && formatCountOf(totalOf(models.data), 'model')}
          actions={
            <>
              {archived > 0 && (
                <Button look="quiet" onClick={() => setShowsArchived(!showsArchived)}>
                  {showsArchived ? 'Hide archived' : `Show ${formatCount(archived)} archived`}
                </Button>
              )}
              {ticked.size > 1 && (
                <ButtonLink to={`/models/compare?ids=${[...ticked].join(',')}`}>{`Compare ${formatCount(ticked.size)}`}</ButtonLink>
              )}
            </>
          }
        >
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
            {(data) => (
              <ModelTable
                models={itemsOf(data).filter((one) => showsArchived || one.archived_at === null)}
                ticked={ticked}
                onTick={tick}
              />
            )}
          </Faces>
          <MoreOnScroll of="models" list={models} />
        </Panel>
      </div>
    </>
  );
}
