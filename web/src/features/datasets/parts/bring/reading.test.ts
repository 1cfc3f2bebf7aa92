import { describe, expect, it } from 'vitest';
import type { Column } from '../../../../api/types';
import { choiceOf, valueOf, withType } from './reading';

const column: Column = {
  name: 'code',
  dtype: 'int64',
  nullable: false,
  type: 'numeric',
  confidence: 1,
  missing: 0,
  distinct: 3,
  minimum: 1,
  maximum: 3,
  examples: [],
};

describe('how a file is read', () => {
  it('takes a type for a column and gives it back to the server', () => {
    const chosen = withType({ other: 'date' }, column, 'str');
    expect(chosen).toEqual({ other: 'date', code: 'str' });
    expect(withType(chosen, column, '')).toEqual({ other: 'date' });
  });

  it('tells yes, no and found out apart', () => {
    expect([true, false, null].map((value) => valueOf(choiceOf(value)))).toEqual([true, false, null]);
  });
});
