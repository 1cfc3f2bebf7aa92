import { useQuery } from '@tanstack/react-query';
import { openFindings } from '../../lib/guard';
import { useGuardOf } from '../../live/use-guard';
import { GuardPanel } from '../../ui/guard/GuardPanel';
import { PageHeader } from '../../ui/PageHeader';
import { WithSide } from '../../ui/WithSide';
import { AlgorithmPanel } from './parts/AlgorithmPanel';
import { BudgetPanel } from './parts/BudgetPanel';
import { FirstPanel } from './parts/FirstPanel';
import { RowsPanel } from './parts/RowsPanel';
import { SearchList } from './parts/SearchList';
import { SpacePanel } from './parts/SpacePanel';
import { StartPanel } from './parts/StartPanel';
import { TablePanel } from './parts/TablePanel';
import { useSearchPlan, wishesFor } from './plan';
import { spaceQuery, useStartSearch } from './queries';
import { useRemedy } from './use-remedy';

/** From a table to the best of many trainings: what to try, where, and for how long. */
export function SearchPage() {
  const plan = useSearchPlan();
  const start = useStartSearch();
  const wishes = wishesFor(plan.wishes, plan.algorithms);
  const space = useQuery(spaceQuery(plan.task, plan.algorithms, plan.dataset?.rows ?? 0, wishes, plan.first));
  const { rows } = plan;
  const chosen = { features: plan.features, group: rows.group, time: rows.time };
  const aside = [rows.weight, ...rows.alsoTargets].filter((name) => name !== null);
  const guard = useGuardOf({ ...plan, time: rows.time, aside });
  const remedy = useRemedy(plan);
  return (
    <>
      <PageHeader
        title="Search for the best"
        lead="Armillary tries algorithms and values side by side, says which are tied within noise, and trains the winner on rows that judge it fairly."
      />
      <WithSide
        side={
          <>
            <BudgetPanel budget={plan.budget} />
            <StartPanel plan={plan} problem={space.error} start={start} against={openFindings(guard.looked, chosen)} />
          </>
        }
      >
        <TablePanel plan={plan} metrics={space.data?.metrics ?? []} />
        <RowsPanel plan={plan} />
        <GuardPanel guard={guard} chosen={chosen} onFix={remedy} />
        <AlgorithmPanel plan={plan} chosen={space.data?.algorithms ?? []} />
        <FirstPanel plan={plan} spaces={space.data?.space ?? []} />
        <SpacePanel plan={plan} space={space} />
        <SearchList />
      </WithSide>
    </>
  );
}
