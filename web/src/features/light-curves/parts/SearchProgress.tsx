import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { jobQuery } from '../../../api/queries';
import { useTopic } from '../../../live/use-live';
import { Faces } from '../../../ui/Faces';
import { JobProgress } from '../../../ui/JobProgress';
import { Panel } from '../../../ui/Panel';
import { Skeleton } from '../../../ui/Skeleton';

/** How far the search of a light curve is, step by step. */
export function SearchProgress({ jobId }: { jobId: string }) {
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  return (
    <Panel title="Searching" actions={<Link to={`/jobs/${jobId}`}>See the job</Link>}>
      <Faces of="search" query={query} skeleton={<Skeleton label="search" lines={1} />}>
        {({ job }) => <JobProgress job={job} />}
      </Faces>
    </Panel>
  );
}
