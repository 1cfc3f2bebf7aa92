import { Link } from 'react-router';
import type { Timeline, TimelineEntry } from '../../../api/steering';
import { formatCount } from '../../../lib/format';
import type { Field } from '../../../lib/schema/fields';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Time } from '../../../ui/Time';
import { relativeIn, sentenceOf, worthReading } from '../happened';
import styles from './RunTimeline.module.css';

interface RunTimelineProps {
  timeline: { data: Timeline | undefined; error: Error | null; refetch: () => unknown };
  unit: string;
  /** The parameters that it may speak of. */
  fields: readonly Field[];
}

/** What happened to the run, newest first: what was done, by whom, and at which step. */
export function RunTimeline({ timeline, unit, fields }: RunTimelineProps) {
  return (
    <Panel title="Timeline" isFlush>
      <Faces of="timeline" query={timeline}>
        {({ entries }) => (
          <ol className={styles.timeline} reversed>
            {worthReading(entries)
              .reverse()
              .map((entry) => (
                <Fact key={entry.id} entry={entry} unit={unit} fields={fields} />
              ))}
          </ol>
        )}
      </Faces>
    </Panel>
  );
}

function Fact({ entry, unit, fields }: { entry: TimelineEntry; unit: string; fields: readonly Field[] }) {
  const relative = relativeIn(entry);
  return (
    <li className={styles.fact}>
      <span>
        {entry.by !== null && <strong>{entry.by.name} </strong>}
        {sentenceOf(entry, fields)}
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
