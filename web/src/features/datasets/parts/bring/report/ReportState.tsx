import { useQuery } from '@tanstack/react-query';
import { jobQuery } from '../../../../../api/queries';
import type { Dataset } from '../../../../../api/types';
import { useTopic } from '../../../../../live/use-live';
import { Button } from '../../../../../ui/Button';
import { icons } from '../../../../../ui/icons';
import { JobProgress } from '../../../../../ui/JobProgress';
import { Notice } from '../../../../../ui/Notice';
import { Panel } from '../../../../../ui/Panel';
import { useToast } from '../../../../../ui/toast';
import { useRetry } from '../reading-queries';

/** How far the second look at a large table is; nothing once every value was looked at. */
export function ReportState({ dataset }: { dataset: Dataset }) {
  const jobId = dataset.report_job_id;
  if (jobId == null || dataset.report_state === 'ready') return null;
  return dataset.report_state === 'failed' ? <Unfinished jobId={jobId} /> : <Looking jobId={jobId} />;
}

function Looking({ jobId }: { jobId: string }) {
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  return (
    <Panel title="Looking at every value" aside="The table can be used meanwhile">
      {query.data !== undefined && <JobProgress job={query.data.job} />}
    </Panel>
  );
}

function Unfinished({ jobId }: { jobId: string }) {
  const tell = useToast();
  const retry = useRetry();
  const again = () => retry.mutate(jobId, { onError: (error) => tell({ tone: 'bad', text: error.message }) });
  return (
    <Notice tone="brass" title="Not every value was looked at">
      <p>
        What follows was found out while the file was read. Duplicate rows and the cells themselves are not known.{' '}
        <Button look="quiet" icon={icons.reset} isBusy={retry.isPending} onClick={again}>
          Look again
        </Button>
      </p>
    </Notice>
  );
}
