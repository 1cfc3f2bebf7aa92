import { describe, expect, it } from 'vitest';
import type { EventMessage } from '../../api/events';
import { applySharedState } from './apply';

function chosen(version: number, path: string, value?: unknown): EventMessage {
  const data = { path, version, user_id: 'u', ...(value !== undefined && { value }) };
  return { type: 'event', topic: 'workspace:w', number: version, event: 'state.updated', data, time: '' };
}

describe('applySharedState', () => {
  const begin = { state: {}, version: 0, active_users: 1 };

  it('puts values at their paths, and takes them away', () => {
    const one = applySharedState(begin, chosen(1, 'hyperparameters.c', null));
    const two = applySharedState(one, chosen(2, 'hyperparameters.rounds', 9));
    const three = applySharedState(two, chosen(3, 'hyperparameters.rounds'));

    expect(two.state).toEqual({ hyperparameters: { c: null, rounds: 9 } });
    expect(three).toEqual({ state: { hyperparameters: { c: null } }, version: 3, active_users: 1 });
  });

  it('ignores what it knows', () => {
    const one = applySharedState(begin, chosen(4, 'seed', 1));

    expect(applySharedState(one, chosen(4, 'seed', 2))).toBe(one);
  });
});
