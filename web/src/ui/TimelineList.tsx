import type { ReactNode } from 'react';
import { ScrollBox } from '../lib/ScrollBox';
import { Time } from './Time';
import styles from './TimelineList.module.css';

interface Fact {
  id: string;
  time: string;
  by: { name: string } | null;
}

interface TimelineListProps<Entry extends Fact> {
  /** Oldest first. */
  entries: readonly Entry[];
  /** What happened, in words that follow the name of who did it. */
  drawWords: (entry: Entry) => ReactNode;
  /** Where it happened, before the time. */
  placeOf?: (entry: Entry) => string;
}

/** What happened, newest first: what was done, by whom and when. */
export function TimelineList<Entry extends Fact>({ entries, drawWords, placeOf }: TimelineListProps<Entry>) {
  return (
    <ScrollBox label="What happened" className={styles.timeline}>
      <ol reversed>
        {[...entries].reverse().map((entry) => (
          <li key={entry.id} className={styles.fact}>
            <span>
              {entry.by !== null && <strong>{entry.by.name} </strong>}
              {drawWords(entry)}
            </span>
            <small>
              {placeOf?.(entry)}
              <Time time={entry.time} />
            </small>
          </li>
        ))}
      </ol>
    </ScrollBox>
  );
}
