import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Notice } from '../../../ui/Notice';
import { ByColumn } from './ByColumn';
import { CalibrationPanel } from './CalibrationPanel';
import { FoldsPanel } from './FoldsPanel';
import { scoresQuery, type RowChoice } from './queries';
import { ResidualsPanel } from './ResidualsPanel';
import { RowsDialog } from './RowsDialog';
import { ScoreCharts } from './ScoreCharts';
import { ScoresPanel } from './ScoresPanel';
import { ThresholdPanel } from './ThresholdPanel';

interface RunScoresProps {
  runId: string;
  target?: string | null;
  isOfModel?: boolean;
  /** Whether it learned without a target: then it was right or wrong about no row. */
  isDescribed?: boolean;
}

/** All that is to be said of how good a model is; nothing where it was never judged so. */
export function RunScores({ runId, target = null, isOfModel = false, isDescribed = false }: RunScoresProps) {
  const query = useQuery(scoresQuery(runId, target));
  const [choice, setChoice] = useState<RowChoice | null>(null);
  // What judges no new rows has none, and its results say so.
  if (query.isError) return isDescribed ? null : <Notice tone="accent">{query.error.message}</Notice>;
  if (query.data === undefined) return null;
  if (isDescribed) {
    return (
      <>
        <ScoresPanel scores={query.data} onRows={setChoice} />
        <RowsDialog runId={runId} choice={choice} onClose={() => setChoice(null)} />
      </>
    );
  }
  const { thresholds } = query.data.curves;
  return (
    <>
      <ScoresPanel scores={query.data} onRows={setChoice} />
      {query.data.cross_validation != null && <FoldsPanel scores={query.data} found={query.data.cross_validation} />}
      {query.data.calibration != null && <CalibrationPanel scores={query.data} found={query.data.calibration} onRows={setChoice} />}
      <ScoreCharts scores={query.data} onRows={setChoice} />
      {query.data.residuals != null && <ResidualsPanel found={query.data.residuals} predictions={query.data.curves.predictions} onRows={setChoice} />}
      {thresholds !== undefined && thresholds !== null && (
        <ThresholdPanel thresholds={thresholds} isWeighted={query.data.is_weighted === true} onRows={setChoice} />
      )}
      {!isOfModel && <ByColumn runId={runId} target={target} onRows={setChoice} />}
      <RowsDialog runId={runId} target={target} choice={choice} onClose={() => setChoice(null)} />
    </>
  );
}
