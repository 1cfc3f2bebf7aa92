import { lazy, Suspense } from 'react';
import type { Points, Series } from '../../../api/types';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Skeleton } from '../../../ui/Skeleton';
import { groupCurves } from '../curves';
import styles from '../RunPage.module.css';

// The drawing library comes only with the pages that draw curves.
const LineChart = lazy(() => import('../../../charts/LineChart'));

interface RunCurvesProps {
  points: { data: Points | undefined; error: Error | null; refetch: () => unknown };
  isFinished: boolean;
  unit: string;
  /** Whether the curve was not seen live, but computed from the finished model. */
  isAfterwards?: boolean;
  /** Steps at which something happened to the run. */
  marks?: readonly { step: number; label: string }[];
  /** The curves of the run that this one went on from, up to where it did. */
  before?: Readonly<Record<string, Series>>;
}

const NOTHING: readonly { step: number; label: string }[] = [];

/** The curves of a run, one chart per metric. */
export function RunCurves({ points, isFinished, unit, isAfterwards = false, marks = NOTHING, before = {} }: RunCurvesProps) {
  return (
    <Faces
      of="curves"
      query={points}
      empty={{
        when: (data) => Object.keys(data.series).length === 0,
        show: (
          <Panel title="Curves">
            <EmptyState title={isFinished ? 'No curve' : 'No point yet'}>
              {isFinished ? 'This run logged no metrics.' : 'The first point appears after the first step.'}
            </EmptyState>
          </Panel>
        ),
      }}
    >
      {(data) => (
        <div className={styles.curves}>
          {groupCurves(data.series, before).map((group) => (
            <Panel
              key={group.metric}
              title={group.title}
              aside={isAfterwards ? 'computed after the training' : undefined}
            >
              <div className={styles.chart}>
                <Suspense fallback={<Skeleton label={group.title} />}>
                  <LineChart label={`${group.title} by ${unit}`} xLabel={unit} lines={group.lines} metric={group.metric} marks={marks} />
                </Suspense>
              </div>
            </Panel>
          ))}
        </div>
      )}
    </Faces>
  );
}
