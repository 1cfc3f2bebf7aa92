import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunMetrics } from '../../../api/answers';
import { runMetricsQuery } from '../../../api/queries';
import type { Job } from '../../../api/types';
import { ConfusionMatrix } from '../../../charts/ConfusionMatrix';
import { ImportanceBars } from '../../../charts/ImportanceBars';
import { RocChart, type RocLine } from '../../../charts/RocChart';
import { describeMetrics } from '../../../lib/metrics';
import { Faces } from '../../../ui/Faces';
import { Field } from '../../../ui/Field';
import { Facts } from '../../../ui/Facts';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import { TrainedAgainst } from '../../../ui/TrainedAgainst';
import { TargetMetrics } from '../../../ui/TargetMetrics';
import styles from '../RunPage.module.css';
import type { RowChoice } from '../scores/queries';
import { RowsDialog } from '../scores/RowsDialog';
import { rowsAtPoint, rowsAtScore } from '../scores/rows-behind';
import { RunScores } from '../scores/RunScores';
import { DescribedCharts } from './described/DescribedCharts';

const WITHOUT = 'There are no scores with intervals: the run is older than they are, or its model was deleted. Train again to have them.';

/** What came of a training: its numbers on held-out rows and what explains them. */
export function RunResults({ job }: { job: Job }) {
  const [target, setTarget] = useState<string | null>(null);
  const metrics = useQuery({ ...runMetricsQuery(job.id, target), placeholderData: keepPreviousData });
  if (job.result === null) return null;
  return (
    <Faces of="results" query={metrics}>
      {(data) => <Results data={data} runId={job.id} target={target} onTarget={setTarget} />}
    </Faces>
  );
}

interface ResultsProps {
  data: RunMetrics;
  runId: string;
  /** Which of several targets is looked at; null for the first, or the only one. */
  target: string | null;
  onTarget: (target: string) => void;
}

function Results({ data, runId, target, onTarget }: ResultsProps) {
  const [choice, setChoice] = useState<RowChoice | null>(null);
  const names = Object.keys(data.targets ?? {});
  const numbers = describeMetrics(data.overall_metrics ?? {});
  const roc = data.roc_data === null ? [] : rocLines(data.roc_data);
  return (
    <>
      <TrainedAgainst guard={data.guard} />
      {numbers.length > 0 && (
        <Panel
          title="Results"
          aside={judgedOn(data)}
        >
          <Facts isLarge facts={numbers.map(({ label, text }) => ({ label, value: text }))} />
        </Panel>
      )}
      {data.targets != null && (
        <Panel title="Each target" aside="above is the mean of all, below is the one chosen" isFlush>
          <TargetMetrics targets={Object.entries(data.targets).map(([name, metrics]) => ({ name, metrics }))} />
          <div className={styles.target}>
            <Field label="Look at">
              {(control) => <Select {...control} options={names.map((value) => ({ value, label: value }))} value={target ?? names[0] ?? ''} onChange={onTarget} />}
            </Field>
          </div>
        </Panel>
      )}
      {data.described != null && <DescribedCharts described={data.described} onRows={setChoice} />}
      <div className={styles.results}>
        {data.confusion_matrix !== null && (
          <Panel title="Confusion matrix">
            <ConfusionMatrix
              labels={(data.class_labels ?? []).map(String)}
              counts={data.confusion_matrix}
              onChoose={(truth, predicted) => setChoice({ title: `${truth} taken for ${predicted}`, rows: { truth, predicted } })}
            />
          </Panel>
        )}
        {roc.length > 0 && (
          <Panel title="ROC">
            <RocChart lines={roc} {...(data.described == null ? rowsAtPoint(curvesOf(roc), setChoice) : rowsAtScore(curvesOf(roc), setChoice))} />
          </Panel>
        )}
        {data.feature_importance !== null && data.feature_importance.features.length > 0 && (
          <Panel title="Feature importance">
            <ImportanceBars {...data.feature_importance} />
          </Panel>
        )}
      </div>
      {data.has_scores === true && <RunScores runId={runId} target={target} isDescribed={data.described != null} />}
      {data.has_scores !== true && data.described == null && <Notice tone="accent">{WITHOUT}</Notice>}
      <RowsDialog runId={runId} target={target} choice={choice} onClose={() => setChoice(null)} />
    </>
  );
}

function judgedOn({ part, weighted_by: weight }: RunMetrics): string {
  const rows = part === 'train' ? 'on the training rows: the method knows no others' : 'on rows held back from training';
  return weight == null ? rows : `${rows}, which count as ${weight} says`;
}

/** What is behind their points. */
function curvesOf(lines: readonly RocLine[]) {
  return lines.map(({ label, from }) => ({ of: label, threshold: from }));
}

function rocLines({ classes, fpr, tpr, thresholds, auc }: NonNullable<RunMetrics['roc_data']>): RocLine[] {
  return classes.map((name, at) => ({
    label: String(name),
    fpr: fpr[at] ?? [],
    tpr: tpr[at] ?? [],
    ...(thresholds && { from: thresholds[at] ?? [] }),
    auc: auc[at] ?? null,
  }));
}
