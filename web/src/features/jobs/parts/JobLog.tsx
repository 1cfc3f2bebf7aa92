import { useQuery } from '@tanstack/react-query';
import { jobLogQuery } from '../../../api/queries';
import { useTopic } from '../../../live/use-live';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { LogLines } from './LogLines';

/** What a job says while it works. */
export function JobLog({ jobId }: { jobId: string }) {
  const query = useQuery(jobLogQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  return (
    <Panel title="Log" isFlush>
      <Faces
        of="log"
        query={query}
        empty={{
          when: (log) => log.lines.length === 0,
          show: <EmptyState title="The log is empty">Whatever the job has to say stands here as it says it.</EmptyState>,
        }}
      >
        {(log) => <LogLines lines={log.lines} />}
      </Faces>
    </Panel>
  );
}
