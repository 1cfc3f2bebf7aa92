import { useQuery } from '@tanstack/react-query';
import { jobQuery } from '../../../../api/queries';
import { isFinished } from '../../../../lib/job-words';
import { useTopic } from '../../../../live/use-live';
import { JobProgress } from '../../../../ui/JobProgress';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';

/** An import of the file that is running, or one that left the table as it was. */
export function LastImport({ jobId }: { jobId: string }) {
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  const job = query.data?.job;
  if (job === undefined || job.state === 'succeeded') return null;
  if (!isFinished(job.state)) {
    return (
      <Panel title="Reading the file again">
        <JobProgress job={job} />
      </Panel>
    );
  }
  return (
    <Notice tone="bad" title="The table is as it was">
      <p>{job.error?.message ?? 'Reading the file again was stopped before its end.'}</p>
    </Notice>
  );
}
