import { useQuery } from '@tanstack/react-query';
import type { Dataset } from '../../../../../api/types';
import { EmptyState } from '../../../../../ui/EmptyState';
import { Faces } from '../../../../../ui/Faces';
import { LastImport } from '../LastImport';
import { FileBeginning } from './FileBeginning';
import styles from './Report.module.css';
import { ReportColumns } from './ReportColumns';
import { ReportFacts } from './ReportFacts';
import { ReportState } from './ReportState';
import { reportQuery } from './report-queries';

/** What the import made of the file, and every cell that is not what stood there. */
export function ReportView({ dataset }: { dataset: Dataset }) {
  if (dataset.report_state == null) return <NoReport dataset={dataset} />;
  return <SomeReport dataset={dataset} />;
}

function NoReport({ dataset }: { dataset: Dataset }) {
  return dataset.derived_from ? (
    <EmptyState title="This table was not imported">It was made of another one by the steps of a recipe.</EmptyState>
  ) : (
    <EmptyState title="There is no report of this import">Read the file again, under File, to get one.</EmptyState>
  );
}

function SomeReport({ dataset }: { dataset: Dataset }) {
  const query = useQuery(reportQuery(dataset));
  return (
    <div className={styles.report}>
      {dataset.job_id !== null && <LastImport key={dataset.job_id} jobId={dataset.job_id} />}
      <ReportState dataset={dataset} />
      <Faces of="import report" query={query}>
        {(report) => (
          <>
            <ReportFacts report={report} />
            <ReportColumns dataset={dataset} report={report} />
            {report.beginning !== null && <FileBeginning beginning={report.beginning} />}
          </>
        )}
      </Faces>
    </div>
  );
}
