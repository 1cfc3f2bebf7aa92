import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { datasetQuery } from '../../api/queries';
import type { Dataset } from '../../api/types';
import { formatBytes, formatCountOf } from '../../lib/format';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Faces } from '../../ui/Faces';
import { PageHeader } from '../../ui/PageHeader';
import { Notice } from '../../ui/Notice';
import { Panel } from '../../ui/Panel';
import { Tabs } from '../../ui/Tabs';
import styles from './DatasetsPage.module.css';
import { SameBytes } from './parts/bring/SameBytes';
import { DatasetActions } from './parts/DatasetActions';
import { DatasetState } from './parts/DatasetState';
import { HeadRows } from './parts/HeadRows';
import { ImportProgress } from './parts/ImportProgress';
import { datasetTabs } from './parts/dataset-tabs';
import { Generated } from './parts/map/Generated';
import { Lineage } from './parts/prepare/Lineage';
import { Warnings } from './parts/Warnings';
import { useIsGone } from './queries';

/** One table: what it holds, what is odd about it, and its rows. */
export function DatasetPage() {
  const { datasetId = '' } = useParams();
  const query = useQuery(datasetQuery(datasetId));
  if (useIsGone(datasetId)) {
    return (
      <EmptyState title="This dataset was deleted" action={<ButtonLink to="/data">To all datasets</ButtonLink>}>
        Somebody in this workspace removed it. Models trained on it are still there.
      </EmptyState>
    );
  }
  return (
    <Faces of="dataset" query={query}>
      {({ dataset }) => <DatasetView key={dataset.id} dataset={dataset} />}
    </Faces>
  );
}

function DatasetView({ dataset }: { dataset: Dataset }) {
  const [address, setAddress] = useSearchParams();
  return (
    <>
      <PageHeader
        title={dataset.name}
        above={<Link to="/data">Data</Link>}
        beside={<DatasetState dataset={dataset} />}
        lead={describe(dataset)}
        actions={<DatasetActions dataset={dataset} />}
      />
      <div className={styles.page}>
        {dataset.duplicate_of != null && <SameBytes of={dataset.duplicate_of} />}
        {dataset.generated != null && <Generated dataset={dataset} order={dataset.generated} />}
        <Lineage dataset={dataset} />
        <Warnings warnings={dataset.warnings} />
        {dataset.state === 'importing' && dataset.job_id !== null && (
          <>
            <Panel title={dataset.derived_from ? 'Making the table' : 'Reading the file'}>
              <ImportProgress jobId={dataset.job_id} />
            </Panel>
            <HeadRows dataset={dataset} />
          </>
        )}
        {dataset.import_error != null && (
          <Notice tone="bad" title="Reading the file again failed; the table is as it was">
            {dataset.import_error}
          </Notice>
        )}
        {dataset.state === 'failed' && (
          <ErrorState title={dataset.derived_from ? 'This table could not be made' : 'This file could not be imported'} message={dataset.error ?? 'No reason was given.'} />
        )}
        {dataset.state === 'ready' && (
          <Tabs
            label="Views of the dataset"
            chosen={address.get('view') ?? 'rows'}
            onChoose={(view) => setAddress((before) => withView(before, view), { replace: true })}
            tabs={datasetTabs.map(({ id, label, View }) => ({ id, label, content: <View dataset={dataset} /> }))}
          />
        )}
      </div>
    </>
  );
}

/** Another view of the same rows: what narrows and orders them stays in the address. */
function withView(before: URLSearchParams, view: string): URLSearchParams {
  const address = new URLSearchParams(before);
  address.set('view', view);
  return address;
}

function describe(dataset: Dataset): string {
  const parts = [
    dataset.rows === null ? null : formatCountOf(dataset.rows, 'row'),
    dataset.columns === null ? null : formatCountOf(dataset.columns, 'column'),
    formatBytes(dataset.size_bytes),
    dataset.filename === dataset.name ? null : dataset.filename,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
