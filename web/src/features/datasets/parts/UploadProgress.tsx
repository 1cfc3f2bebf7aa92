import { formatShare } from '../../../lib/format';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { ProgressBar } from '../../../ui/ProgressBar';
import type { RunningUpload } from '../use-uploads';
import { ImportProgress } from './ImportProgress';
import styles from './UploadDrop.module.css';

interface UploadProgressProps {
  upload: RunningUpload;
  onReady: (datasetId: string) => void;
  onProblem: (problem: string) => void;
  onDismiss: () => void;
}

/** One file: first it is sent, then the server reads it, then it is a dataset or a refusal. */
export function UploadProgress({ upload, onReady, onProblem, onDismiss }: UploadProgressProps) {
  const { accepted } = upload;
  if (upload.problem !== null) {
    return (
      <div className={styles.refused}>
        <Notice tone="bad" title={`${upload.name} was not imported`}>
          {upload.problem}
        </Notice>
        <IconButton label="Dismiss" icon={icons.close} onClick={onDismiss} />
      </div>
    );
  }
  return (
    <div className={styles.item}>
      <span className={styles.name}>{upload.name}</span>
      {accepted === null && <IconButton label="Cancel upload" icon={icons.close} onClick={upload.cancel} />}
      {accepted === null || accepted.jobId === null ? (
        <div>
          <ProgressBar label={`Upload of ${upload.name}`} share={upload.share} />
          <span>{`${formatShare(upload.share)} sent`}</span>
        </div>
      ) : (
        <ImportProgress
          jobId={accepted.jobId}
          onReady={() => onReady(accepted.datasetId)}
          onProblem={onProblem}
        />
      )}
    </div>
  );
}
