import { Link } from 'react-router';
import { assertNever } from '../../../../lib/assert-never';
import { formatBytes } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { Notice } from '../../../../ui/Notice';
import type { UploadItem } from '../../upload-queue';
import type { Uploads } from '../../use-uploads';
import { ImportProgress } from '../ImportProgress';
import { SendProgress } from './SendProgress';
import styles from './UploadDrop.module.css';

interface UploadRowProps {
  item: UploadItem;
  uploads: Uploads;
  /** Told of the dataset in place of a line that says that it is ready. */
  onReady: ((datasetId: string) => void) | undefined;
}

/** One file: first it is sent, then the server reads it, then it is a dataset or a refusal. */
export function UploadRow({ item, uploads, onReady }: UploadRowProps) {
  return (
    <section className={styles.item} aria-label={item.file.name}>
      <div className={styles.head}>
        <span className={styles.name}>{item.file.name}</span>
        <span className={styles.size}>{formatBytes(item.file.size)}</span>
        <Actions item={item} uploads={uploads} />
      </div>
      <Body item={item} uploads={uploads} onReady={onReady} />
    </section>
  );
}

function Body({ item, uploads: { queue }, onReady }: UploadRowProps) {
  const { key, phase } = item;
  switch (phase.is) {
    case 'waiting':
    case 'sending':
    case 'retrying':
    case 'paused':
      return <SendProgress item={item} />;
    case 'importing':
      return phase.jobId === null ? null : (
        <ImportProgress
          jobId={phase.jobId}
          onReady={() => {
            if (onReady === undefined) queue.settle(key, { is: 'ready', datasetId: phase.datasetId });
            else {
              queue.remove(key);
              onReady(phase.datasetId);
            }
          }}
          onProblem={(problem) => queue.settle(key, { is: 'failed', problem })}
        />
      );
    case 'ready':
      return (
        <p className={styles.words}>
          Imported. <Link to={`/data/${phase.datasetId}`}>Open the dataset</Link>
        </p>
      );
    case 'recognised':
      return (
        <Notice tone="accent" title="These bytes are here already">
          They are the dataset{' '}
          <Link to={`/data/${phase.dataset.id}`} onClick={() => queue.remove(key)}>
            {phase.dataset.name}
          </Link>
          , so nothing was sent.{' '}
          {onReady !== undefined && (
            <Button
              look="quiet"
              onClick={() => {
                queue.remove(key);
                onReady(phase.dataset.id);
              }}
            >
              Use it
            </Button>
          )}
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="bad" title="Not imported">
          {phase.problem}
        </Notice>
      );
    default:
      return assertNever(phase);
  }
}

function Actions({ item, uploads: { queue, cancel } }: Omit<UploadRowProps, 'onReady'>) {
  const { key, phase } = item;
  const dismiss = <IconButton label="Dismiss" icon={icons.close} onClick={() => queue.remove(key)} />;
  const giveUp = <IconButton label="Cancel upload" icon={icons.close} onClick={() => void cancel(key)} />;
  switch (phase.is) {
    case 'waiting':
    case 'sending':
    case 'retrying':
      return (
        <>
          <IconButton label="Pause upload" icon={icons.pause} onClick={() => queue.pause(key)} />
          {giveUp}
        </>
      );
    case 'paused':
      return (
        <>
          <IconButton label="Resume upload" icon={icons.play} onClick={() => queue.resume(key)} />
          {giveUp}
        </>
      );
    case 'importing':
      return null;
    case 'ready':
      return dismiss;
    case 'recognised':
      return (
        <>
          <Button look="quiet" onClick={() => queue.sendAgain(key)}>
            Import again
          </Button>
          {dismiss}
        </>
      );
    case 'failed':
      return (
        <>
          <Button look="quiet" onClick={() => queue.resume(key)}>
            Try again
          </Button>
          {dismiss}
        </>
      );
    default:
      return assertNever(phase);
  }
}
