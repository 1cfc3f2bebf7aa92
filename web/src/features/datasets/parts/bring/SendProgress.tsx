import { formatBytes, formatDuration, formatShare } from '../../../../lib/format';
import { ProgressBar } from '../../../../ui/ProgressBar';
import type { UploadItem } from '../../upload-queue';
import styles from './UploadDrop.module.css';

/** How much of a file has been sent, how fast, and how long it will still take. */
export function SendProgress({ item }: { item: UploadItem }) {
  const { file, sent, phase } = item;
  const share = file.size === 0 ? 0 : sent / file.size;
  return (
    <div>
      <ProgressBar
        label={`Upload of ${file.name}`}
        share={share}
        tone={phase.is === 'sending' ? 'accent' : 'still'}
      />
      <p className={styles.words}>
        {wordsOf(item, share).map((word) => (
          <span key={word}>{word}</span>
        ))}
      </p>
    </div>
  );
}

function wordsOf({ file, sent, rate, phase }: UploadItem, share: number): string[] {
  const done = `${formatShare(Math.floor(share * 1000) / 1000)}, ${formatBytes(sent)} sent`;
  if (phase.is === 'waiting') return [done, 'Waiting for its turn'];
  if (phase.is === 'paused') return [done, phase.problem ?? 'Paused'];
  if (phase.is === 'retrying') return [done, `${phase.problem} Trying again by itself.`];
  if (sent >= file.size) return [done, 'Checking'];
  if (rate === null || rate <= 0) return [done];
  return [done, `${formatBytes(rate)}/s`, `${formatDuration((file.size - sent) / rate)} left`];
}
