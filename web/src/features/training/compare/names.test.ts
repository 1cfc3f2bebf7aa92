import { describe, expect, it } from 'vitest';
import { namesOf } from './names';

describe('the names of compared runs', () => {
  it('are told apart where they are the same', () => {
    const runs = [{ id: 'job_aaaa1', name: 'Forest' }, { id: 'job_bbbb2', name: 'Forest' }, { id: 'job_cccc3', name: 'Net' }];

    expect([...namesOf(runs).values()]).toEqual(['Forest (aaaa1)', 'Forest (bbbb2)', 'Net']);
  });
});
