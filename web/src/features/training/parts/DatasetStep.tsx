import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { datasetsQuery } from '../../../api/queries';
import { formatCountOf } from '../../../lib/format';
import { itemsOf } from '../../../lib/pages';
import { useOffer } from '../../../lib/offers';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import { DatasetChoice } from './DatasetChoice';
import styles from './DatasetStep.module.css';
import { Step } from './Step';

/** Step one: which table. */
export function DatasetStep({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const datasets = useInfiniteQuery(datasetsQuery());
  const drawUpload = useOffer('drawUpload');
  const drawFirstRows = useOffer('drawFirstRows');
  const { dataset, target } = plan;
  return (
    <Step number={1} title="Data" isDone={dataset?.state === 'ready'} chosen={dataset && describe(plan)}>
      <div className={styles.step}>
        <Faces
          of="datasets"
          query={datasets}
          empty={{
            when: (data) => itemsOf(data).length === 0,
            show: (
              <EmptyState title="No table yet">
                <EditorsOnly otherwise="Bringing tables in is for editors.">Drop a file below to begin: CSV, Excel, JSON, Parquet or SQLite.</EditorsOnly>
              </EmptyState>
            ),
          }}
        >
          {(data) => (
            <DatasetChoice datasets={itemsOf(data)} list={datasets} chosen={plan.datasetId} onChoose={choose.dataset} />
          )}
        </Faces>
        <EditorsOnly>{drawUpload({ isCompact: true, onUploaded: choose.dataset })}</EditorsOnly>
        {dataset !== null && (
          <div className={styles.rows}>
            <div className={styles.head}>
              <h3>{`First rows of ${dataset.name}`}</h3>
              <Link to={`/data/${dataset.id}`}>All rows and columns</Link>
            </div>
            {drawFirstRows({ datasetId: dataset.id, target: target?.name ?? null })}
          </div>
        )}
      </div>
    </Step>
  );
}

function describe({ dataset }: Plan): string {
  if (dataset?.rows == null || dataset.columns === null) return dataset?.name ?? '';
  return `${dataset.name}, ${formatCountOf(dataset.rows, 'row')}, ${formatCountOf(dataset.columns, 'column')}`;
}
