import { openFindings } from '../../lib/guard';
import { GuardPanel } from '../../ui/guard/GuardPanel';
import { PageHeader } from '../../ui/PageHeader';
import { WithSide } from '../../ui/WithSide';
import { AlgorithmStep } from './parts/AlgorithmStep';
import { DatasetStep } from './parts/DatasetStep';
import { ParameterStep } from './parts/ParameterStep';
import { PlanPanel } from './parts/PlanPanel';
import { RecentRuns } from './parts/RecentRuns';
import { TargetStep } from './parts/TargetStep';
import { useGuard } from './guard';
import { usePlan } from './plan';
import { refusedFields, useStart } from './queries';
import { useRemedy } from './use-remedy';

/** From a table to a training in four steps on one page. */
export function TrainPage() {
  const plan = usePlan();
  const start = useStart();
  const guard = useGuard(plan);
  const remedy = useRemedy(plan);
  return (
    <>
      <PageHeader
        title="Train a model"
        lead="Choose a table, what to learn of it and how; then watch the curves move."
      />
      <WithSide
        side={
          <>
            <PlanPanel plan={plan} start={start} against={openFindings(guard.looked, plan)} />
            <RecentRuns />
          </>
        }
      >
        <DatasetStep plan={plan} />
        <TargetStep plan={plan} />
        <GuardPanel guard={guard} chosen={plan} onFix={remedy} />
        <AlgorithmStep plan={plan} />
        <ParameterStep plan={plan} refused={refusedFields(start.error)} />
      </WithSide>
    </>
  );
}
