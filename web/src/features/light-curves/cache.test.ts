import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { EventMessage } from '../../api/events';
import { keys } from '../../api/keys';
import type { JobState } from '../../api/types';
import { applyToCache } from './cache';

const about = { type: 'event', topic: 'workspace:ws_1', number: 1, time: '' } as const;
const CURVE = { id: 'lc_1', job_id: 'job_1', state: 'searching', stars: [] };

function told(jobId: string, state: JobState): EventMessage {
  return { ...about, event: 'job.updated', data: { id: jobId, version: 2, changes: { state } } };
}

function asksAgain(message: EventMessage): boolean[] {
  const client = new QueryClient();
  client.setQueryData(keys.lightCurves, { light_curves: [CURVE] });
  client.setQueryData(keys.lightCurve('lc_1'), { light_curve: CURVE, found: null });
  client.setQueryData(keys.lightCurve('lc_2'), { light_curve: { ...CURVE, id: 'lc_2', job_id: 'job_2' }, found: null });
  applyToCache(client, message);
  const asked = [keys.lightCurves, keys.lightCurve('lc_1'), keys.lightCurve('lc_2')];
  return asked.map((key) => client.getQueryState(key)?.isInvalidated === true);
}

describe('the cache of light curves', () => {
  it('asks again for the curve whose search has ended, and for no other', () => {
    expect(asksAgain(told('job_1', 'succeeded'))).toEqual([true, true, false]);
    expect(asksAgain(told('job_1', 'failed'))).toEqual([true, true, false]);
  });

  it('leaves all as it is while a search goes on, and when another job ends', () => {
    expect(asksAgain(told('job_1', 'running'))).toEqual([false, false, false]);
    expect(asksAgain(told('job_9', 'succeeded'))).toEqual([false, false, false]);
  });
});
