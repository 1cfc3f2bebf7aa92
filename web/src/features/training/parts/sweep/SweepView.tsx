import { useEffect, useEffectEvent } from 'react';
import { formatCount, formatName } from '../../../../lib/format';
import { isFinished } from '../../../../lib/job-words';
import type { Field } from '../../../../lib/schema/fields';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { JobProgress } from '../../../../ui/JobProgress';
import { Notice } from '../../../../ui/Notice';
import { Skeleton } from '../../../../ui/Skeleton';
import type { Plan } from '../../plan';
import { readSweep, useAskSweep, useStopSweep, useSweepJob } from '../../sweep';
import { useChoose } from '../../use-choose';
import { isFieldValue } from '../../../../lib/schema/fields';
import { SweepChart } from './SweepChart';
import styles from './Sweep.module.css';

/** A small sweep of one parameter on a sample: asked for when opened, drawn when done. */
export function SweepView({ field, plan }: { field: Field; plan: Plan }) {
  const ask = useAskSweep();
  const stop = useStopSweep();
  const choose = useChoose();
  const query = useSweepJob(ask.data ?? null);
  const begin = useEffectEvent(() => ask.mutate({ plan, parameter: field.name }));
  useEffect(() => begin(), []);
  if (ask.error !== null) return <Notice tone="bad">{ask.error.message}</Notice>;
  const job = query.data?.job;
  if (job === undefined) return <Skeleton label="sweep" />;
  const sweep = readSweep(job.result);
  if (sweep === null) {
    return (
      <div className={styles.view}>
        <JobProgress job={job} />
        {job.error !== null && <Notice tone="bad">{job.error.message}</Notice>}
        {!isFinished(job.state) && (
          <div>
            <Button icon={icons.stop} isBusy={stop.isPending} onClick={() => stop.mutate(job.id)}>
              Stop
            </Button>
          </div>
        )}
      </div>
    );
  }
  return (
    <div className={styles.view}>
      <p>{field.description}</p>
      <SweepChart
        sweep={sweep}
        parameter={field.title}
        present={plan.values[field.name] ?? null}
        onChoose={(value) => isFieldValue(value) && choose.hyperparameter(field.name, value)}
      />
      <p className={styles.note}>
        {formatName(sweep.metric)} on {formatCount(sweep.rows)} of {formatCount(sweep.ofRows)} rows, all else as in the
        form; each value learned with three seeds, whose spread is shaded{sweep.isWhole ? '' : ' (stopped before all were tried)'}.
        {sweep.rows < sweep.ofRows && ' On the whole table the best value may be another.'}
      </p>
    </div>
  );
}
