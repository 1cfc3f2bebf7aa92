import { useRef, useState, type DragEvent } from 'react';
import { classNames } from '../../../lib/class-names';
import { Button } from '../../../ui/Button';
import { Icon } from '../../../ui/Icon';
import { icons } from '../../../ui/icons';
import { useUploads } from '../use-uploads';
import styles from './UploadDrop.module.css';
import { UploadProgress } from './UploadProgress';

interface UploadDropProps {
  onUploaded: (datasetId: string) => void;
  isCompact?: boolean;
}

/** Takes files by drop or by choice and follows each until it is a dataset. */
export function UploadDrop({ onUploaded, isCompact = false }: UploadDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const { uploads, start, remove, change } = useUploads();
  const take = (files: FileList | null) => Array.from(files ?? []).forEach(start);
  const drag = (isNowOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setIsOver(isNowOver);
  };
  return (
    <div className={styles.upload}>
      <div
        className={classNames(styles.drop, isOver && styles.over, isCompact && styles.compact)}
        role="group"
        aria-label="Upload a table"
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          take(event.dataTransfer.files);
        }}
      >
        <Icon path={icons.upload} size={isCompact ? 18 : 24} />
        <p>
          <strong>Drop a CSV file here</strong>
          <span className={styles.or}> or </span>
        </p>
        <Button onClick={() => input.current?.click()}>Choose a file</Button>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          multiple
          hidden
          aria-label="CSV file"
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </div>
      {uploads.map((upload) => (
        <UploadProgress
          key={upload.key}
          upload={upload}
          onReady={(datasetId) => {
            remove(upload.key);
            onUploaded(datasetId);
          }}
          onProblem={(problem) => change(upload.key, { problem })}
          onDismiss={() => remove(upload.key)}
        />
      ))}
    </div>
  );
}
