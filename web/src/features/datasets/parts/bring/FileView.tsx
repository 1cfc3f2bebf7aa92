import { useQuery } from '@tanstack/react-query';
import type { Dataset } from '../../../../api/types';
import { Faces } from '../../../../ui/Faces';
import { LastImport } from './LastImport';
import { ReadingForm } from './ReadingForm';
import { readingQuery } from './reading-queries';

/** How the file was read, and reading it again in another way. */
export function FileView({ dataset }: { dataset: Dataset }) {
  const query = useQuery(readingQuery(dataset));
  return (
    <>
      {dataset.job_id !== null && <LastImport key={dataset.job_id} jobId={dataset.job_id} />}
      <Faces of="settings of this file" query={query}>
        {({ options }) => <ReadingForm key={dataset.version} dataset={dataset} held={options} />}
      </Faces>
    </>
  );
}
