import { useRef, useState, type DragEvent } from 'react';
import { classNames } from '../../../../lib/class-names';
import { useWindowDrop } from '../../../../lib/use-window-drop';
import { Button } from '../../../../ui/Button';
import { Icon } from '../../../../ui/Icon';
import { icons } from '../../../../ui/icons';
import { useUploads } from '../../use-uploads';
import { UnfinishedList } from './UnfinishedList';
import styles from './UploadDrop.module.css';
import { UploadRow } from './UploadRow';

interface UploadDropProps {
  onUploaded: (datasetId: string) => void;
  /** A small one among other things: it takes what is dropped on itself alone. */
  isCompact?: boolean;
}

/** Takes files by drop or by choice and follows each until it is a dataset. */
export function UploadDrop({ onUploaded, isCompact = false }: UploadDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const uploads = useUploads();
  const take = (files: FileList | null) => void uploads.start(Array.from(files ?? []));
  const isOverWindow = useWindowDrop(isCompact ? null : take);
  const drag = (isNowOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    if (isCompact) setIsOver(isNowOver);
  };
  // Where one file alone was brought, people want to see it; of several, none in particular.
  const isOnly = uploads.items.length === 1;
  return (
    <div className={styles.upload}>
      <div
        className={classNames(styles.drop, (isOver || isOverWindow) && styles.over, isCompact && styles.compact)}
        role="group"
        aria-label="Upload tables"
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          if (isCompact) take(event.dataTransfer.files);
        }}
      >
        <Icon path={icons.upload} size={isCompact ? 18 : 24} />
        <p>
          <strong>{isCompact ? 'Drop files here' : 'Drop files anywhere on this page'}</strong>
          <span className={styles.or}> or </span>
        </p>
        <Button onClick={() => input.current?.click()}>Choose files</Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="CSV file or another table"
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </div>
      {uploads.items.map((item) => (
        <UploadRow
          key={item.key}
          item={item}
          uploads={uploads}
          onReady={isOnly || isCompact ? onUploaded : undefined}
        />
      ))}
      {!isCompact && <UnfinishedList uploads={uploads} />}
    </div>
  );
}
