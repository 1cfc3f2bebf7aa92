import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { keys } from '../api/keys';
import { jobQuery } from '../api/queries';
import type { Column, Dataset } from '../api/types';
import type { Guard } from '../lib/guard';
import { isFinished } from '../lib/job-words';
import { isSupervised, type TaskKind } from '../lib/tasks';
import { useTopic } from './use-live';

const NOTHING: Guard = { looked: null, error: null, isLooking: false };

interface Question {
  dataset: Dataset | null;
  schema: readonly Column[];
  target: Column | null;
  task: TaskKind | null;
  time: string | null;
  /** What weighs rows or is predicted too gives nothing away, since it is never learned from. */
  aside: readonly string[];
}

/** Has the table looked over once its target is chosen; the same question is looked at once. */
export function useGuardOf({ dataset, schema, target, task, time, aside }: Question): Guard {
  const isAsked = dataset?.state === 'ready' && target !== null && task !== null && isSupervised(task);
  const body = {
    dataset_id: dataset?.id ?? '',
    target_column: target?.name ?? '',
    problem_type: task === 'regression' ? ('regression' as const) : ('classification' as const),
    ...(time !== null && { time_column: time }),
    ...(aside.length > 0 && {
      feature_columns: schema.map(({ name }) => name).filter((name) => name !== target?.name && !aside.includes(name)),
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
