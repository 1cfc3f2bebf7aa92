import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Outlet, useParams } from 'react-router';
import { jobsQuery } from '../../api/queries';
import { classNames } from '../../lib/class-names';
import { formatCountOf } from '../../lib/format';
import { itemsOf, totalOf } from '../../lib/pages';
import { Button } from '../../ui/Button';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { MoreOnScroll } from '../../ui/MoreOnScroll';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { NO_FILTER } from './cache';
import styles from './JobsPage.module.css';
import { JobFilters } from './parts/JobFilters';
import { JobTable } from './parts/JobTable';

/** Everything that runs, waits or ran, with the opened job beside the list. */
export function JobsPage() {
  const { jobId } = useParams();
  const [filter, setFilter] = useState(NO_FILTER);
  const jobs = useInfiniteQuery(jobsQuery(filter));
  const isFiltered = filter.state !== null || filter.kind !== null;
  return (
    <>
      <PageHeader title="Jobs" lead="Everything that takes time: imports, trainings, and whatever follows them." />
      <div className={classNames(styles.split, jobId !== undefined && styles.open)}>
        <Panel
          title="All jobs"
          className={styles.list}
          isFlush
          aside={jobs.data && formatCountOf(totalOf(jobs.data), 'job')}
          actions={<JobFilters filter={filter} onChange={setFilter} />}
        >
          <Faces
            of="jobs"
            query={jobs}
            empty={{
              when: (data) => itemsOf(data).length === 0,
              show: <NoJobs isFiltered={isFiltered} onClear={() => setFilter(NO_FILTER)} />,
            }}
          >
            {(data) => <JobTable jobs={itemsOf(data)} openId={jobId ?? null} />}
          </Faces>
          <MoreOnScroll of="jobs" list={jobs} />
        </Panel>
        <Outlet />
      </div>
    </>
  );
}

function NoJobs({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState title="No job matches" action={<Button onClick={onClear}>Show all jobs</Button>}>
        Nothing is in this state at the moment.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has run yet" action={<ButtonLink to="/">Train a model</ButtonLink>}>
      As soon as you upload a table or train a model, its progress and its log stand here.
    </EmptyState>
  );
}
