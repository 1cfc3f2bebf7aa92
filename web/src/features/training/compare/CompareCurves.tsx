import { useQueries } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { ComparedRun } from '../../../api/run-answers';
import { curveName } from '../../../lib/metrics';
import { useTopic } from '../../../live/use-live';
import { EmptyState } from '../../../ui/EmptyState';
import { Field } from '../../../ui/Field';
import { Panel } from '../../../ui/Panel';
import { Segmented } from '../../../ui/Segmented';
import { Select } from '../../../ui/Select';
import { Skeleton } from '../../../ui/Skeleton';
import { timedPointsQuery } from '../runs-queries';
import styles from './Compare.module.css';
import { linesOf, type Axis } from './lines';
import { namesOf } from './names';

const LineChart = lazy(() => import('../../../charts/LineChart'));
const AXES = [
  { value: 'step', label: 'By step' },
  { value: 'time', label: 'By time' },
];

interface CompareCurvesProps {
  runs: readonly ComparedRun[];
  metric: string | null;
  axis: Axis;
  weight: number;
  onChange: (change: Record<string, string>) => void;
}

/** The curves of one metric over one another; those of running runs grow. */
export function CompareCurves({ runs, metric, axis, weight, onChange }: CompareCurvesProps) {
  const points = useQueries({ queries: runs.map((run) => timedPointsQuery(run.id)) });
  const labels = namesOf(runs);
  const places = new Map(runs.map((run, at) => [run.id, at]));
  const names = [...new Set(points.flatMap(({ data }) => Object.keys(data?.series ?? {})))].sort();
  const chosen = metric !== null && names.includes(metric) ? metric : (names.find((name) => name === 'val_loss') ?? names[0] ?? '');
  const drawn = runs.flatMap((run, at) => {
    const series = points[at]?.data?.series[chosen];
    if (series === undefined) return [];
    const first = series.times?.[0] ?? 0;
    const begin = run.started_at === null ? first : Math.min(first, Date.parse(run.started_at) / 1000);
    return [{ id: run.id, label: labels.get(run.id) ?? run.name, series, begin }];
  });
  const lines = linesOf(drawn, places, axis, weight);
  const title = curveName(chosen);
  return (
    <Panel title="Curves">
      {runs.map((run, at) => (
        <Follow key={run.id} id={run.id} after={points[at]?.data?.last_number} />
      ))}
      <div className={styles.options}>
        <Field label="Metric">
          {(control) => (
            <Select
              {...control}
              value={chosen}
              options={names.map((name) => ({ value: name, label: curveName(name) }))}
              onChange={(name) => onChange({ metric: name })}
            />
          )}
        </Field>
        <Segmented label="Along" options={AXES} value={axis} onChange={(value) => onChange({ x: value })} />
        <Smoothing key={weight} weight={weight} onChange={(value) => onChange({ smooth: String(value) })} />
      </div>
      <div className={styles.chart}>
        {lines.length === 0 ? (
          points.some(({ isPending }) => isPending) ? (
            <Skeleton label="curves" />
          ) : (
            <EmptyState title="No curve">None of these runs has logged a metric.</EmptyState>
          )
        ) : (
          <Suspense fallback={<Skeleton label={title} />}>
            <LineChart label={`${title} by ${axis}`} xLabel={axis === 'step' ? 'step' : 'seconds'} lines={lines} metric={chosen} height={360} />
          </Suspense>
        )}
      </div>
    </Panel>
  );
}

function Follow({ id, after }: { id: string; after: number | undefined }) {
  useTopic(`job:${id}`, after);
  return null;
}

/** How much of the past each point carries; what was logged stays faint behind it. */
function Smoothing({ weight, onChange }: { weight: number; onChange: (weight: number) => void }) {
  const [moved, setMoved] = useState(weight);
  return (
    <Field label={`Smoothing ${moved === 0 ? 'off' : moved.toFixed(2)}`}>
      {(control) => (
        <input
          {...control}
          type="range"
          min={0}
          max={0.98}
          step={0.02}
          value={moved}
          onChange={(event) => setMoved(Number(event.target.value))}
          onPointerUp={() => onChange(moved)}
          onKeyUp={() => onChange(moved)}
        />
      )}
    </Field>
  );
}
