import type { TimelineEntry } from '../../../api/steering';
import type { Job } from '../../../api/types';
import { formatDuration, secondsBetween } from '../../../lib/format';
import { useNow } from '../../../lib/use-now';
import { JobProgress } from '../../../ui/JobProgress';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { secondsPaused, whyEarly } from '../happened';
import { inheritedIn, inheritedText } from '../inherited';
import styles from '../RunPage.module.css';
import { RunVitals } from './RunVitals';

interface RunProgressProps {
  job: Job;
  /** What happened to it, oldest first. */
  entries: readonly TimelineEntry[];
}

/** How far the training is, how long it took, and what went wrong where something did. */
export function RunProgress({ job, entries }: RunProgressProps) {
  const isRunning = job.started_at !== null && job.finished_at === null && job.state !== 'paused';
  const now = useNow(isRunning ? 1000 : null);
  const elapsed = job.started_at === null ? 'not started' : formatDuration(secondsAt(job.started_at, job.finished_at, entries, now));
  const early = job.state === 'succeeded' ? whyEarly(entries, job.unit ?? 'step') : null;
  const inherited = inheritedIn(job.result);
  return (
    <Panel title="Progress" aside={elapsed}>
      <div className={styles.progress}>
        <JobProgress job={job} />
        {isRunning && <RunVitals job={job} />}
        {job.error !== null && (
          <Notice tone="bad" title="The training failed">
            {job.error.message}
          </Notice>
        )}
        {early !== null && <Notice tone="accent">{early}</Notice>}
        {inherited !== null && <Notice tone="brass">{inheritedText(inherited, job.unit ?? 'step')}</Notice>}
        {job.state === 'cancelled' && (
          <Notice tone="accent">
            {job.result === null
              ? 'Stopped before there was anything to keep.'
              : 'Stopped early; the best model until then was kept.'}
          </Notice>
        )}
      </div>
    </Panel>
  );
}

/** The time that it worked: it does nothing while it is paused. */
function secondsAt(begin: string, end: string | null, entries: readonly TimelineEntry[], now: number): number {
  return Math.max(0, secondsBetween(begin, end, now) - secondsPaused(entries, end === null ? now : Date.parse(end)));
}
