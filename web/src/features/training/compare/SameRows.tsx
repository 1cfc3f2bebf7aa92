import { useQuery } from '@tanstack/react-query';
import type { ComparedRun } from '../../../api/run-answers';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { PairedScores } from '../../../ui/PairedScores';
import { scoreComparisonQuery } from '../scores/queries';
import { namesOf } from './names';

const MOST = 8;

type Judged = Pick<ComparedRun, 'id' | 'name' | 'model_id' | 'dataset' | 'against'>;

/** Whether there may be rows that all were judged by: only models are, and only by rows of their table. */
function areOfOneTable(runs: readonly Judged[]): boolean {
  const table = runs[0]?.dataset?.id;
  return runs.length > 1 && table !== undefined && runs.every((run) => run.model_id !== null && run.dataset?.id === table);
}

/** Whether runs differ on the rows that all of them were judged by, or are tied. */
export function SameRows({ runs }: { runs: readonly Judged[] }) {
  const ids = runs.slice(0, MOST).map(({ id }) => id);
  const query = useQuery({ ...scoreComparisonQuery(ids), enabled: areOfOneTable(runs) });
  const againstOf = (id: string) => runs.find((run) => run.id === id)?.against ?? 0;
  const names = namesOf(runs);
  const nameOf = (id: string) => names.get(id) ?? id;
  if (query.isError) {
    return (
      <Panel title="On the same rows">
        <Notice tone="accent">{query.error.message}</Notice>
      </Panel>
    );
  }
  if (query.data === undefined) return null;
  return <PairedScores found={query.data} nameOf={nameOf} againstOf={againstOf} />;
}
