import type { Job } from '../../../api/types';
import { isFinished } from '../../../lib/job-words';
import { Button } from '../../../ui/Button';
import { ButtonLink } from '../../../ui/ButtonLink';
import { icons } from '../../../ui/icons';
import { useToast } from '../../../ui/toast';
import { useJobAction } from '../queries';

/** What can be done about a job in its state. */
export function JobActions({ job }: { job: Job }) {
  const cancel = useJobAction('cancel');
  const retry = useJobAction('retry');
  const pause = useJobAction('pause');
  const resume = useJobAction('resume');
  const tell = useToast();
  const onError = (error: Error) => tell({ tone: 'bad', text: error.message });
  const isRetryable = isFinished(job.state) && job.state !== 'succeeded';
  return (
    <>
      {job.kind.startsWith('training.') && (
        <ButtonLink to={`/runs/${job.id}`} look="quiet">
          Watch run
        </ButtonLink>
      )}
      {job.kind === 'search.run' && (
        <ButtonLink to={`/search/${job.id}`} look="quiet">
          Watch search
        </ButtonLink>
      )}
      {isPausable(job) && (
        <Button
          icon={icons.pause}
          isBusy={pause.isPending || job.state === 'pausing'}
          onClick={() => pause.mutate(job.id, { onError })}
        >
          Pause
        </Button>
      )}
      {job.state === 'paused' && job.kind !== 'search.trials' && (
        <Button icon={icons.play} isBusy={resume.isPending} onClick={() => resume.mutate(job.id, { onError })}>
          Resume
        </Button>
      )}
      {!isFinished(job.state) && (
        <Button
          look="danger"
          icon={icons.stop}
          isBusy={cancel.isPending || job.state === 'cancelling'}
          onClick={() => cancel.mutate(job.id, { onError })}
        >
          {job.state === 'cancelling' ? 'Cancelling' : 'Cancel'}
        </Button>
      )}
      {isRetryable && (
        <Button icon={icons.reset} isBusy={retry.isPending} onClick={() => retry.mutate(job.id, { onError })}>
          Retry
        </Button>
      )}
    </>
  );
}

/** Whether a job may be asked to pause; what computes the trials of a search stands still with it. */
function isPausable({ kind, state }: Job): boolean {
  if (kind === 'search.run') return state === 'waiting' || state === 'running' || state === 'pausing';
  return kind.startsWith('training.') && (state === 'running' || state === 'pausing');
}
