import { Link } from 'react-router';
import { sheetOf } from '../../../api/sheet';
import type { Job } from '../../../api/types';
import { isString } from '../../../lib/guards';
import { isFinished } from '../../../lib/job-words';
import { useMayEdit } from '../../../lib/role';
import { Button } from '../../../ui/Button';
import { ButtonLink } from '../../../ui/ButtonLink';
import { icons } from '../../../ui/icons';
import { PageHeader } from '../../../ui/PageHeader';
import { SheetMenu } from '../../../ui/SheetMenu';
import { StateBadge } from '../../../ui/StateBadge';
import { useToast } from '../../../ui/toast';
import { useStop } from '../queries';
import { usePause } from '../steering';
import { MetricsMenu } from './MetricsMenu';

/** What runs, in which state, and what can be done about it. */
export function RunHeader({ job, name }: { job: Job; name?: string | undefined }) {
  const stop = useStop();
  const pause = usePause(job);
  const tell = useToast();
  const mayEdit = useMayEdit();
  const modelId = job.result?.model_id;
  return (
    <PageHeader
      title={name ?? job.title}
      above={<Link to="/runs">Runs</Link>}
      beside={<StateBadge state={job.state} />}
      actions={
        <>
          {pause !== null && mayEdit && !stop.isPending && (
            <Button
              icon={pause.isPaused ? icons.play : icons.pause}
              isBusy={pause.isBusy}
              onClick={() => pause.act((error) => tell({ tone: 'bad', text: error.message }))}
            >
              {pause.isPaused ? 'Resume' : 'Pause'}
            </Button>
          )}
          {mayEdit && !isFinished(job.state) && job.kind === 'training.fit' && (
            <Button
              look="danger"
              icon={icons.stop}
              isBusy={stop.isPending || job.state === 'cancelling'}
              onClick={() =>
                stop.mutate(job.id, { onError: (error) => tell({ tone: 'bad', text: error.message }) })
              }
            >
              {job.state === 'cancelling' ? 'Stopping' : 'Stop'}
            </Button>
          )}
          {isString(modelId) && <SheetMenu {...sheetOf(job.id, job.workspace_id)} />}
          {job.result !== null && <MetricsMenu runId={job.id} workspaceId={job.workspace_id} />}
          {isString(modelId) && (
            <ButtonLink to={`/models/${modelId}`} look="primary" icon={icons.model}>
              Open model
            </ButtonLink>
          )}
        </>
      }
    />
  );
}
