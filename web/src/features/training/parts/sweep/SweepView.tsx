import { useEffect, useEffectEvent } from 'react';
import { isFinished } from '../../../../lib/job-words';
import { isFieldValue, type Field } from '../../../../lib/schema/fields';
import { useLatest } from '../../../../live/use-live';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { JobProgress } from '../../../../ui/JobProgress';
import { Notice } from '../../../../ui/Notice';
import { Skeleton } from '../../../../ui/Skeleton';
import type { Plan } from '../../plan';
import { readSweep, useAskSweep, useStopSweep, useSweepJob } from '../../sweep';
import { useChoose } from '../../use-choose';
import { SweepChart } from './SweepChart';
import styles from './Sweep.module.css';
import { aboutSweep } from './sweep-words';

/** A small sweep of one parameter on a sample: asked for when opened, drawn as its values come. */
export function SweepView({ field, plan }: { field: Field; plan: Plan }) {
  const ask = useAskSweep();
  const stop = useStopSweep();
  const choose = useChoose();
  const query = useSweepJob(ask.data ?? null);
  const soFar = useLatest(`job:${ask.data ?? ''}`, 'sweep');
  const begin = () => ask.mutate({ plan, parameter: field.name });
  const beginAtOnce = useEffectEvent(begin);
  useEffect(() => beginAtOnce(), []);
  if (ask.error !== null) return <Notice tone="bad">{ask.error.message}</Notice>;
  const job = query.data?.job;
  if (job === undefined) return <Skeleton label="sweep" />;
  const isOver = isFinished(job.state);
  const sweep = readSweep(job.result) ?? readSweep(soFar);
  return (
    <div className={styles.view}>
      <p>{field.description}</p>
      {!isOver && (
        <div className={styles.going}>
          {job.state === 'queued' ? <p>Waits for a place: what was started before still runs.</p> : <JobProgress job={job} />}
          <Button icon={icons.stop} isBusy={stop.isPending || job.state === 'cancelling'} onClick={() => stop.mutate(job.id)}>
            Stop
          </Button>
        </div>
      )}
      {job.error !== null && <Notice tone="bad">{job.error.message}</Notice>}
      {sweep === null && isOver && job.error === null && <p>Stopped before any value was tried.</p>}
      {sweep !== null && (
        <>
          <SweepChart
            sweep={sweep}
            parameter={field.title}
            present={plan.values[field.name] ?? null}
            onChoose={(value) => isFieldValue(value) && choose.hyperparameter(field.name, value)}
          />
          <p className={styles.note}>{aboutSweep(sweep, isOver ? (job.state === 'succeeded' ? 'over' : 'stopped') : 'going')}</p>
        </>
      )}
      {/* Somebody else, who asked the same, may have stopped it for both. */}
      {isOver && job.state !== 'succeeded' && (
        <div>
          <Button icon={icons.reset} isBusy={ask.isPending} onClick={begin}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
