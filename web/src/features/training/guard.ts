import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import type { Finding, Looked } from '../../api/guard-answers';
import { keys } from '../../api/keys';
import { jobQuery } from '../../api/queries';
import { isFinished } from '../../lib/job-words';
import { isSupervised } from '../../lib/tasks';
import { useTopic } from '../../live/use-live';
import type { Plan } from './plan';

export interface Guard {
  looked: Looked | null;
  error: string | null;
  isLooking: boolean;
}

const NOTHING: Guard = { looked: null, error: null, isLooking: false };

/** Has the table looked over once its target is chosen; the same question is looked at once. */
export function useGuard(plan: Plan): Guard {
  const { dataset, target, task, time, special } = plan;
  const aside = [special.weight, ...special.alsoTargets].filter((name) => name !== null);
  const isAsked = dataset?.state === 'ready' && target !== null && task !== null && isSupervised(task);
  const body = {
    dataset_id: dataset?.id ?? '',
    target_column: target?.name ?? '',
    problem_type: task === 'regression' ? ('regression' as const) : ('classification' as const),
    ...(time !== null && { time_column: time }),
    // What weighs rows or is predicted too gives nothing away, since it is never learned from.
    ...(aside.length > 0 && {
      feature_columns: plan.schema.map(({ name }) => name).filter((name) => name !== target?.name && !aside.includes(name)),
    }),
  };
  const asked = useQuery({
    queryKey: keys.guard(JSON.stringify(body), dataset?.version ?? 0),
    queryFn: () => answerOf(api.POST('/api/train/guard', { body })),
    enabled: isAsked,
    retry: false,
    staleTime: Infinity,
  });
  const id = asked.data?.job.id ?? null;
  const job = useQuery({ ...jobQuery(id ?? ''), enabled: id !== null });
  useTopic(id === null ? null : `job:${id}`, job.data?.last_number);
  const isDone = job.data !== undefined && isFinished(job.data.job.state);
  const answer = useQuery({
    queryKey: keys.guardAnswer(id ?? ''),
    queryFn: () => answerOf(api.GET('/api/train/guard/{job_id}', { params: { path: { job_id: id ?? '' } } })),
    enabled: id !== null && isDone,
    staleTime: Infinity,
  });
  if (!isAsked) return NOTHING;
  const problem = asked.error?.message ?? answer.error?.message ?? answer.data?.error ?? null;
  const looked = answer.data?.looked ?? null;
  return { looked, error: problem, isLooking: looked === null && problem === null };
}

/** Whether what was chosen does what a finding proposes. */
export function isSettled(finding: Finding, plan: Plan): boolean {
  const { fix } = finding;
  const isKept = (name: string) => plan.features.includes(name);
  if (fix.group !== null) return plan.group === fix.group;
  if (fix.time !== null && plan.time !== null) return true;
  if (fix.leave_out.length > 0) return fix.time === null && !fix.leave_out.some(isKept);
  return false;
}

/** Whether something can be done about a finding here. */
export function hasFix({ fix }: Finding): boolean {
  return fix.leave_out.length > 0 || fix.group !== null || fix.time !== null;
}

/** The serious findings that nothing was done about: what a run is started against. */
export function openFindings(looked: Looked | null, plan: Plan): Finding[] {
  return (looked?.findings ?? []).filter((one) => one.severity === 'serious' && !isSettled(one, plan));
}

export interface Remedy {
  leaveOut: string[];
  group: string | null;
  time: string | null;
}

/** All that the findings propose together: columns to leave out, and the one split there can be. */
export function remedyOf(looked: Looked): Remedy {
  const grave = looked.findings.filter((one) => one.severity !== 'notice');
  const leaveOut = new Set(grave.flatMap((one) => (one.fix.group === null && one.fix.time === null ? one.fix.leave_out : [])));
  const split = grave.find((one) => one.fix.group !== null || one.fix.time !== null)?.fix;
  return { leaveOut: [...leaveOut], group: split?.group ?? null, time: split?.group == null ? (split?.time ?? null) : null };
}
