import type { QueryClient } from '@tanstack/react-query';
import type { EventMessage } from '../../api/events';
import { keys } from '../../api/keys';
import type { LightCurve, LightCurveAnswer } from '../../api/light-curve-answers';
import { isFinished } from '../../lib/job-words';

/** Has a light curve asked for again when a search of it begins or ends, whoever began it. */
export function applyToCache(client: QueryClient, message: EventMessage): void {
  if (message.event === 'job.created') {
    const { subject } = message.data.job;
    if (subject?.kind === 'light_curve') refresh(client, subject.id);
  } else if (message.event === 'job.updated') {
    const { id, changes } = message.data;
    if (changes.state === undefined || !isFinished(changes.state)) return;
    for (const curve of searchedBy(client, id)) refresh(client, curve);
  }
}

/** The curves that are still shown as searched by a job. */
function searchedBy(client: QueryClient, jobId: string): Set<string> {
  const list = client.getQueryData<{ light_curves: LightCurve[] }>(keys.lightCurves)?.light_curves ?? [];
  const opened = client
    .getQueriesData<LightCurveAnswer>({ queryKey: keys.everyLightCurve })
    .flatMap(([, answer]) => (answer === undefined ? [] : [answer.light_curve]));
  const waiting = [...list, ...opened].filter((curve) => curve.job_id === jobId && curve.state === 'searching');
  return new Set(waiting.map(({ id }) => id));
}

function refresh(client: QueryClient, id: string): void {
  void client.invalidateQueries({ queryKey: keys.lightCurves });
  void client.invalidateQueries({ queryKey: keys.lightCurve(id) });
}
