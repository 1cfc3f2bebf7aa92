import { useQuery } from '@tanstack/react-query';
import { datasetQuery, previewQuery } from '../../../api/queries';
import { ErrorState } from '../../../ui/ErrorState';
import { Faces } from '../../../ui/Faces';
import { ImportProgress } from './ImportProgress';
import { RowTable } from './RowTable';
import { Warnings } from './Warnings';
import styles from '../DatasetsPage.module.css';

const FIRST = { page: 0, pageSize: 8, sortBy: null, isDescending: false, search: '' };

/** The first rows of a dataset, or how far its import is. */
export function FirstRows({ datasetId, target }: { datasetId: string; target: string | null }) {
  const dataset = useQuery(datasetQuery(datasetId));
  const isReady = dataset.data?.dataset.state === 'ready';
  const preview = useQuery({ ...previewQuery(datasetId, FIRST), enabled: isReady });
  return (
    <Faces of="dataset" query={dataset}>
      {({ dataset: { state, job_id: jobId, error, schema, warnings } }) => {
        if (state === 'importing') return jobId === null ? null : <ImportProgress jobId={jobId} />;
        if (state === 'failed') {
          return <ErrorState title="This file could not be imported" message={error ?? 'No reason was given.'} />;
        }
        return (
          <div className={styles.page}>
            <Warnings warnings={warnings} />
            <Faces of="rows" query={preview}>
              {(page) => <RowTable page={page} schema={schema ?? []} marked={target} label="First rows" />}
            </Faces>
          </div>
        );
      }}
    </Faces>
  );
}
