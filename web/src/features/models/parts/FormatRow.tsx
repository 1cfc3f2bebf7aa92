import type { ModelFormat } from '../../../api/travel-answers';
import type { Model } from '../../../api/types';
import { Button } from '../../../ui/Button';
import { ButtonLink } from '../../../ui/ButtonLink';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { useExport } from '../queries';
import { JobOutcome } from './JobOutcome';
import styles from './TakeAlong.module.css';

interface FormatRowProps {
  model: Model;
  format: ModelFormat;
}

/** Models larger than this take a while to be written in another form: a job does it, with progress. */
const SOON_BYTES = 8 * 1024 * 1024;

/** One form that a model can be had in: at once, or written by a job first. */
export function FormatRow({ model, format }: FormatRowProps) {
  const writing = useExport(model.id);
  const isSlow = model.size_bytes > SOON_BYTES && (format.id === 'onnx' || format.id === 'project');
  const hasTable = format.id === 'project' && model.dataset_id !== null;
  const written = writing.data;
  return (
    <li>
      <div className={styles.format}>
        <div>
          <strong>{format.title}</strong>
          <p>{format.why_not ?? format.description}</p>
        </div>
        {format.why_not === null && (
          <div className={styles.ways}>
            {!isSlow && (
              <ButtonLink to={addressOf(model, `download?format=${format.id}&`)} icon={icons.download} isDownload>
                Download
              </ButtonLink>
            )}
            <EditorsOnly>
              {isSlow && (
                <Button isBusy={writing.isPending} onClick={() => writing.mutate({ format: format.id, with_data: false })}>
                  Write it
                </Button>
              )}
              {hasTable && (
                <Button isBusy={writing.isPending} onClick={() => writing.mutate({ format: format.id, with_data: true })}>
                  With its table
                </Button>
              )}
            </EditorsOnly>
          </div>
        )}
      </div>
      <div aria-live="polite">
        {writing.error !== null && <Notice tone="bad">{writing.error.message}</Notice>}
        {written !== undefined && (
          <JobOutcome jobId={written.job_id} of={format.title}>
            <ButtonLink to={addressOf(model, `exports/${written.job_id}?`)} icon={icons.download} isDownload>
              {written.export.with_data ? 'Download with its table' : 'Download what was written'}
            </ButtonLink>
          </JobOutcome>
        )}
      </div>
    </li>
  );
}

function addressOf(model: Model, what: string) {
  return `/api/models/${model.id}/${what}workspace_id=${model.workspace_id}`;
}
