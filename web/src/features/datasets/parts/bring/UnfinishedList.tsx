import { useRef } from 'react';
import type { UnfinishedUpload } from '../../../../api/types';
import { formatBytes, formatShare } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { ProgressBar } from '../../../../ui/ProgressBar';
import { Time } from '../../../../ui/Time';
import type { Uploads } from '../../use-uploads';
import styles from './UploadDrop.module.css';

/** Uploads that were begun and not finished: the same file, chosen again, goes on. */
export function UnfinishedList({ uploads }: { uploads: Uploads }) {
  return uploads.unfinished.map((upload) => (
    <Unfinished
      key={upload.upload_id}
      upload={upload}
      onFile={(file) => void uploads.goOn(upload, file)}
      onGiveUp={() => void uploads.giveUp(upload)}
    />
  ));
}

interface UnfinishedProps {
  upload: UnfinishedUpload;
  onFile: (file: File) => void;
  onGiveUp: () => void;
}

function Unfinished({ upload, onFile, onGiveUp }: UnfinishedProps) {
  const input = useRef<HTMLInputElement>(null);
  const { filename, size_bytes: size, offset } = upload;
  const share = size === 0 ? 0 : offset / size;
  return (
    <section className={styles.item} aria-label={`Unfinished upload of ${filename}`}>
      <div className={styles.head}>
        <span className={styles.name}>{filename}</span>
        <span className={styles.size}>{formatBytes(size)}</span>
        <Button look="quiet" onClick={() => input.current?.click()}>
          Choose the file again
        </Button>
        <IconButton label="Give the upload up" icon={icons.trash} onClick={onGiveUp} />
        <input
          ref={input}
          type="file"
          hidden
          aria-label={`The file ${filename} again`}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) onFile(file);
            event.target.value = '';
          }}
        />
      </div>
      <ProgressBar label={`Unfinished upload of ${filename}`} share={share} tone="still" />
      <p className={styles.words}>
        <span>{`${formatShare(Math.floor(share * 1000) / 1000)} is on the server`}</span>
        <span>
          Last bytes <Time time={upload.updated_at} />
        </span>
        <span>Choose or drop the same file to go on where it stopped.</span>
      </p>
    </section>
  );
}
