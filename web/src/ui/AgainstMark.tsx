import styles from './AgainstMark.module.css';

interface AgainstMarkProps {
  /** How many serious findings of the guard the scores beside it were had against. */
  count: number;
}

/** Beside every score of a run that was trained against the guard; nothing for any other. */
export function AgainstMark({ count }: AgainstMarkProps) {
  if (count === 0) return null;
  const what = count === 1 ? 'a serious finding' : `${String(count)} serious findings`;
  const told = `Trained against ${what} of the guard: this score is likely too good.`;
  return (
    <span role="img" aria-label={told} title={told} className={styles.mark}>
      {'\u26a0\ufe0e'}
    </span>
  );
}
