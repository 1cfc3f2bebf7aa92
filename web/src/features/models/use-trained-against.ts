import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import type { RunGuard } from '../../api/guard-answers';
import { keys } from '../../api/keys';
import { runMetricsQuery } from '../../api/queries';
import type { Model } from '../../api/types';

const STACK = 'stack';

/** What the guard found in the rows of a model: of its run, or of the search that stacked it. */
export function useTrainedAgainst({ algorithm, brought, job_id: jobId }: Model): RunGuard | null | undefined {
  const isStack = algorithm === STACK;
  const id = jobId ?? '';
  const run = useQuery({ ...runMetricsQuery(id), enabled: jobId !== null && brought == null && !isStack });
  const search = useQuery({
    queryKey: keys.search(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/search/{search_id}', { params: { path: { search_id: id } }, signal })),
    enabled: jobId !== null && isStack,
    retry: false,
  });
  return isStack ? search.data?.search.guard : run.data?.guard;
}
