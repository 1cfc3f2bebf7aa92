import { Link } from 'react-router';
import type { Timeline, TimelineEntry } from '../../../api/steering';
import { formatCount } from '../../../lib/format';
import { worthReading } from '../../../lib/happenings';
import type { Field } from '../../../lib/schema/fields';
import { Announcement } from '../../../ui/Announcement';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { TimelineList } from '../../../ui/TimelineList';
import { relativeIn, sentenceOf, spokenOf } from '../happened';

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
          <>
            <TimelineList
              entries={worthReading(entries)}
              drawWords={(entry) => <Words entry={entry} fields={fields} />}
              placeOf={({ step }) => (step !== null && step > 0 ? `${unit} ${formatCount(step)}, ` : '')}
            />
            <Announcement text={spokenOf(entries, fields)} />
          </>
        )}
      </Faces>
    </Panel>
  );
}

function Words({ entry, fields }: { entry: TimelineEntry; fields: readonly Field[] }) {
  const relative = relativeIn(entry);
  return (
    <>
      {sentenceOf(entry, fields)}
      {relative !== null && (
        <>
          {': '}
          <Link to={`/runs/${relative}`}>open</Link>
        </>
      )}
    </>
  );
}
