import { classNames } from '../lib/class-names';
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  label: string;
  /** Between 0 and 1; null while the length of the way is not known. */
  share: number | null;
  tone?: 'accent' | 'good' | 'bad' | 'still';
  isThin?: boolean;
}

export function ProgressBar({ label, share, tone = 'accent', isThin = false }: ProgressBarProps) {
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames(styles.track, isThin && styles.thin)}
    >
      <div
        className={classNames(styles.bar, styles[tone], percent === undefined && styles.unknown)}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
