import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/keys';
import { jobQuery } from '../../api/queries';
import { isNumber, isRecord, isString } from '../../lib/guards';
import { useTopic } from '../../live/use-live';
import type { Plan } from './plan';
import { requestOf } from './queries';
import { specialRequest } from './special';

/** What one value of a parameter gave. */
export interface SweepValue {
  value: unknown;
  train: number | null;
  validation: number | null;
  low: number | null;
  high: number | null;
  problem: string | null;
  /** With how many seeds it was learned. */
  seeds: number;
  /** Where it was stopped because its share of the time was over, and stands at its best until then. */
  stopped: SweepStop | null;
}

export interface SweepStop {
  step: number;
  total: number;
  unit: string;
}

export interface Sweep {
  metric: string;
  /** The seconds that all values have together; null of one made before there was a limit. */
  budgetS: number | null;
  rows: number;
  ofRows: number;
  isWhole: boolean;
  values: SweepValue[];
}

/** Asks what a parameter does; the same question again is answered by the job there is. */
export function useAskSweep() {
  return useMutation({
    mutationFn: async ({ plan, parameter }: { plan: Plan; parameter: string }) => {
      const { algorithm_id, dataset_id, feature_columns, group_column, time_column, hyperparameters, problem_type } = requestOf(plan);
      const isPredicted = problem_type === 'classification' || problem_type === 'regression';
      const body = {
        ...{ algorithm_id, dataset_id, feature_columns, hyperparameters, parameter },
        ...(group_column !== undefined && { group_column }),
        ...(time_column !== undefined && { time_column }),
        ...withoutBudget(plan),
        target_column: plan.target?.name ?? '',
        problem_type: isPredicted ? problem_type : null,
      };
      const { job } = await answerOf(api.POST('/api/train/sweeps', { body }));
      return job.id;
    },
  });
}

/** Texts and weights as the training has them; a sweep has a time of its own. */
function withoutBudget(plan: Plan) {
  return specialRequest({ ...plan.special, maxSeconds: null, alsoTargets: [] }, plan.features);
}

/** Stops a sweep; what was tried until then is kept. */
export function useStopSweep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/jobs/{job_id}/cancel', { params: { path: { job_id: id } } })),
    onSuccess: (_answer, id) => client.invalidateQueries({ queryKey: keys.job(id) }),
  });
}

/** The job of a sweep, as it goes on. */
export function useSweepJob(id: string | null) {
  const query = useQuery({ ...jobQuery(id ?? ''), enabled: id !== null });
  useTopic(id === null ? null : `job:${id}`, query.data?.last_number);
  return query;
}

/** Reads what a sweep's job leaves; null while no value has been tried. */
export function readSweep(result: unknown): Sweep | null {
  if (!isRecord(result) || !Array.isArray(result.values) || result.values.length === 0) return null;
  const { metric, rows, of_rows: ofRows, is_whole: isWhole, budget_s: budgetS } = result;
  return {
    metric: isString(metric) ? metric : '',
    rows: isNumber(rows) ? rows : 0,
    ofRows: isNumber(ofRows) ? ofRows : 0,
    isWhole: isWhole === true,
    budgetS: isNumber(budgetS) ? budgetS : null,
    values: result.values.flatMap((one: unknown) => (isRecord(one) ? [readValue(one)] : [])),
  };
}

function readValue(one: Record<string, unknown>): SweepValue {
  const number = (name: string) => (isNumber(one[name]) ? one[name] : null);
  return {
    value: one.value,
    train: number('train'),
    validation: number('validation'),
    low: number('low'),
    high: number('high'),
    problem: isString(one.problem) ? one.problem : null,
    seeds: number('seeds') ?? 0,
    stopped: readStop(one.stopped),
  };
}

function readStop(one: unknown): SweepStop | null {
  if (!isRecord(one)) return null;
  const { step, total, unit } = one;
  return isNumber(step) && isNumber(total) && isString(unit) ? { step, total, unit } : null;
}
