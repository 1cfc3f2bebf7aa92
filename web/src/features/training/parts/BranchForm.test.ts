import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../../lib/schema/fields';
import { furtherRounds } from './BranchForm';

const [epochs] = fieldsOf({ properties: { epochs: { title: 'Epochs', type: 'integer', minimum: 1, maximum: 1000, default: 100 } } });
const held = (initial: number) => (epochs === undefined ? [] : [{ ...epochs, initial }]);

describe('the rounds of a branch', () => {
  it('are those it had where some of them are left', () => {
    expect(furtherRounds(held(100), 'epochs', 40)).toEqual({});
  });

  it('are as many again behind the last of them, as far as the algorithm takes so many', () => {
    expect(furtherRounds(held(100), 'epochs', 100)).toEqual({ epochs: 200 });
    expect(furtherRounds(held(700), 'epochs', 700)).toEqual({ epochs: 1000 });
  });

  it('are not asked for where nothing counts them', () => {
    expect(furtherRounds(held(100), null, 100)).toEqual({});
  });
});
