import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { jobQuery } from '../../api/queries';
import type { Job } from '../../api/types';
import { useTopic } from '../../live/use-live';
import { Faces } from '../../ui/Faces';
import { JobProgress } from '../../ui/JobProgress';
import { Notice } from '../../ui/Notice';
import { Panel } from '../../ui/Panel';
import { StateBadge } from '../../ui/StateBadge';
import styles from './JobPage.module.css';
import { JobActions } from './parts/JobActions';
import { JobFacts } from './parts/JobFacts';
import { JobLog } from './parts/JobLog';

/** One job: how far it is, what it said, what went wrong, and what can be done about it. */
export function JobPage() {
  const { jobId = '' } = useParams();
  const query = useQuery(jobQuery(jobId));
  useTopic(`job:${jobId}`, query.data?.last_number);
  return (
    <div className={styles.page}>
      <p className={styles.back}>
        <Link to="/jobs">All jobs</Link>
      </p>
      <Faces of="job" query={query}>
        {({ job }) => <JobView job={job} />}
      </Faces>
    </div>
  );
}

function JobView({ job }: { job: Job }) {
  return (
    <>
      <Panel title={job.title} aside={<StateBadge state={job.state} />} actions={<JobActions job={job} />}>
        <div className={styles.parts}>
          <JobProgress job={job} />
          {job.error !== null && (
            <Notice tone="bad" title="What went wrong">
              {job.error.message}
            </Notice>
          )}
          <JobFacts job={job} />
        </div>
      </Panel>
      <JobLog jobId={job.id} />
    </>
  );
}
