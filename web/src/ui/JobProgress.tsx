import { formatCount, formatDuration, formatShare } from '../lib/format';
import { isFinished, stateWord } from '../lib/job-words';
import { Announcement } from './Announcement';
import styles from './JobProgress.module.css';
import { ProgressBar } from './ProgressBar';

type State = Parameters<typeof stateWord>[0];

interface JobProgressProps {
  job: {
    title: string;
    state: State;
    progress: number | null;
    step: number | null;
    total_steps: number | null;
    unit: string | null;
    message: string | null;
    eta_s: number | null;
  };
  /** One of many in a list: a thin bar with few words, and nothing is read out. */
  isCompact?: boolean;
}

/** How far a job is: a bar, its step, and how long it will still take. */
export function JobProgress({ job, isCompact = false }: JobProgressProps) {
  const share = shareOf(job.state, job.progress);
  const words = isCompact ? [shortWords(job)] : [stepWords(job), etaWords(job), unbroken(job.message)];
  return (
    <div className={styles.progress}>
      <ProgressBar label={`Progress of ${job.title}`} share={share} tone={toneOf(job.state)} isThin={isCompact} />
      <p className={styles.words}>
        {words
          .filter((one) => one !== null && one !== '')
          .map((one) => (
            <span key={one}>{one}</span>
          ))}
      </p>
      {!isCompact && <Announcement text={spoken(job.state, share)} />}
    </div>
  );
}

function shareOf(state: State, progress: number | null): number | null {
  if (state === 'succeeded') return 1;
  return isFinished(state) || state === 'queued' || state === 'paused' ? (progress ?? 0) : progress;
}

function toneOf(state: State): 'accent' | 'good' | 'bad' | 'still' {
  if (state === 'succeeded') return 'good';
  if (state === 'failed' || state === 'lost') return 'bad';
  return state === 'cancelled' || state === 'queued' || state === 'paused' ? 'still' : 'accent';
}

function stepWords({ step, total_steps: total, unit }: JobProgressProps['job']): string | null {
  if (step === null) return null;
  const name = unit ?? 'step';
  const label = name.charAt(0).toUpperCase() + name.slice(1);
  return total === null ? `${label} ${formatCount(step)}` : `${label} ${formatCount(step)} of ${formatCount(total)}`;
}

function etaWords({ state, eta_s: eta }: JobProgressProps['job']): string | null {
  return eta === null || isFinished(state) ? null : `${formatDuration(eta)} left`;
}

function shortWords(job: JobProgressProps['job']): string {
  if (job.progress === null) return job.message ?? '';
  return [formatShare(Math.round(job.progress * 100) / 100), etaWords(job)].filter(Boolean).join(', ');
}

/** A number and its percent sign stay on one line. */
function unbroken(message: string | null): string | null {
  return message?.replaceAll(' %', '\u00a0%') ?? null;
}

/** Read out at every quarter and at the end: often enough to know, seldom enough to listen. */
function spoken(state: State, share: number | null): string {
  if (isFinished(state)) return stateWord(state);
  if (share === null || share < 0.25) return stateWord(state);
  return `${stateWord(state)}, ${Math.floor(share * 4) * 25} percent`;
}
