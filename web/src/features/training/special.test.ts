import { describe, expect, it } from 'vitest';
import type { Column } from '../../api/types';
import { canWeigh } from '../../api/suggest';
import { isText, specialProblems, specialRequest } from './special';

const nothing = { texts: null, weight: null, classWeights: {}, maxSeconds: null, alsoTargets: [] };

function column(part: Partial<Column>): Column {
  return {
    name: 'a',
    dtype: 'float64',
    nullable: false,
    type: 'numeric',
    confidence: 1,
    missing: 0,
    distinct: 9,
    minimum: 0,
    maximum: 1,
    examples: [],
    ...part,
  };
}

describe('what is special about a training', () => {
  it('asks for nothing where nothing was chosen', () => {
    expect(specialRequest(nothing, ['a'])).toEqual({});
  });

  it('asks for what was chosen, and reads as text only what is learned from', () => {
    const special = { texts: ['a', 'gone'], weight: 'w', classWeights: { rare: 5 }, maxSeconds: 30, alsoTargets: ['t'] };

    expect(specialRequest(special, ['a', 'b'], 's')).toEqual({
      target_columns: ['s', 't'],
      text_columns: ['a'],
      weight_column: 'w',
      class_weights: { rare: 5 },
      max_seconds: 30,
    });
  });

  it('tells weights and budgets that cannot be', () => {
    expect(specialProblems({ ...nothing, classWeights: { rare: 0 }, maxSeconds: -1 })).toEqual([
      'The weight of class rare must be above 0.',
      'The time budget must be above 0 seconds.',
    ]);
    expect(specialProblems({ ...nothing, alsoTargets: ['t'] }, true)).toHaveLength(1);
  });

  it('weighs by numbers that are not below nought', () => {
    expect([column({}), column({ minimum: -1 }), column({ dtype: 'str' })].map(canWeigh)).toEqual([true, false, false]);
  });

  it('reads sentences as text unless someone chose', () => {
    const text = column({ dtype: 'str', type: 'text' });

    expect([isText(text, null), isText(text, []), isText(column({}), null)]).toEqual([true, false, false]);
  });
});
