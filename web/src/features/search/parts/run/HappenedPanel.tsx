import type { Timeline } from '../../../../api/steering';
import { worthReading } from '../../../../lib/happenings';
import { Faces } from '../../../../ui/Faces';
import { Panel } from '../../../../ui/Panel';
import { TimelineList } from '../../../../ui/TimelineList';
import { sentenceOf } from '../../happened';

interface HappenedPanelProps {
  timeline: { data: Timeline | undefined; error: Error | null; refetch: () => unknown };
}

/** What was done with the search, by whom and when, newest first. */
export function HappenedPanel({ timeline }: HappenedPanelProps) {
  return (
    <Panel title="Timeline" isFlush>
      <Faces of="timeline" query={timeline}>
        {({ entries }) => <TimelineList entries={worthReading(entries)} drawWords={sentenceOf} />}
      </Faces>
    </Panel>
  );
}
