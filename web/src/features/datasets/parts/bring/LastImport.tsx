import { useQuery } from '@tanstack/react-query';
import { jobQuery } from '../../../../api/queries';
import { isFinished } from '../../../../lib/job-words';
import { useTopic } from '../../../../live/use-live';
import { JobProgress } from '../../../../ui/JobProgress';
import { Panel } from '../../../../ui/Panel';

/** An import of the file that is running once more, while the table from before can be read. */
export function LastImport({ jobId }: { jobId: string }) {
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  const job = query.data?.job;
  if (job === undefined || isFinished(job.state)) return null;
  return (
    <Panel title="Reading the file again">
      <JobProgress job={job} />
    </Panel>
  );
}
