import { Link } from 'react-router';
import type { Job } from '../../../api/types';
import { formatDuration, secondsBetween } from '../../../lib/format';
import { useNow } from '../../../lib/use-now';
import { Facts, type Fact } from '../../../ui/Facts';
import { Time } from '../../../ui/Time';

const PLACES: Readonly<Record<string, string>> = { dataset: '/data', model: '/models' };

export function JobFacts({ job }: { job: Job }) {
  const isRunning = job.started_at !== null && job.finished_at === null;
  const now = useNow(isRunning ? 1000 : null);
  const facts: Fact[] = [
    { label: 'Kind', value: job.kind },
    { label: 'Id', value: <code>{job.id}</code> },
    { label: 'Created', value: <Time time={job.created_at} /> },
  ];
  if (job.started_at !== null) {
    const wait = formatDuration(secondsBetween(job.created_at, job.started_at, now));
    const run = formatDuration(secondsBetween(job.started_at, job.finished_at, now));
    facts.push({ label: 'Waited', value: wait }, { label: isRunning ? 'Running for' : 'Ran for', value: run });
  }
  if (job.max_attempts > 1) facts.push({ label: 'Attempt', value: `${job.attempt} of ${job.max_attempts}` });
  if (job.subject !== null) facts.push({ label: 'About', value: <Subject subject={job.subject} /> });
  return <Facts facts={facts} />;
}

function Subject({ subject }: { subject: { kind: string; id: string } }) {
  const place = PLACES[subject.kind];
  if (place === undefined) return `${subject.kind} ${subject.id}`;
  return <Link to={`${place}/${subject.id}`}>{`Open ${subject.kind}`}</Link>;
}
