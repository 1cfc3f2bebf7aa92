import { Link } from 'react-router';
import type { Timeline, TimelineEntry } from '../../../api/steering';
import { formatCount } from '../../../lib/format';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Time } from '../../../ui/Time';
import { relativeIn, sentenceOf, worthReading } from '../happened';
import styles from './RunTimeline.module.css';

interface RunTimelineProps {
  timeline: { data: Timeline | undefined; error: Error | null; refetch: () => unknown };
  unit: string;
}

/** What happened to the run, newest first: what was done, by whom, and at which step. */
export function RunTimeline({ timeline, unit }: RunTimelineProps) {
  return (
    <Panel title="Timeline" isFlush>
      <Faces of="timeline" query={timeline}>
        {({ entries }) => (
          <ol className={styles.timeline} reversed>
            {worthReading(entries)
              .reverse()
              .map((entry) => (
                <Fact key={entry.id} entry={entry} unit={unit} />
              ))}
          </ol>
        )}
      </Faces>
    </Panel>
  );
}

function Fact({ entry, unit }: { entry: TimelineEntry; unit: string }) {
  const relative = relativeIn(entry);
  return (
    <li className={styles.fact}>
      <span>
        {entry.by !== null && <strong>{entry.by.name} </strong>}
        {sentenceOf(entry)}
        {relative !== null && (
          <>
            {': '}
            <Link to={`/runs/${relative}`}>open</Link>
          </>
        )}
      </span>
      <small>
        {entry.step !== null && entry.step > 0 && `${unit} ${formatCount(entry.step)}, `}
        <Time time={entry.time} />
      </small>
    </li>
  );
}
