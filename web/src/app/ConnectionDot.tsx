import { classNames } from '../lib/class-names';
import type { ConnectionState } from '../live/connection';
import { useConnectionState } from '../live/use-live';
import styles from './ConnectionDot.module.css';

const WORDS: Record<ConnectionState, string> = {
  open: 'Live',
  connecting: 'Connecting',
  waiting: 'Reconnecting',
  closed: 'Not connected',
};

/** Whether news arrive: a quiet dot while they do, a word as well when they do not. */
export function ConnectionDot() {
  const state = useConnectionState();
  const word = WORDS[state];
  return (
    <span className={classNames(styles.state, styles[state])} role="status" title={`Live updates: ${word}`}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={state === 'open' ? 'visually-hidden' : styles.word}>{word}</span>
    </span>
  );
}
