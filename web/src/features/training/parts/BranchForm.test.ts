import { describe, expect, it } from 'vitest';
import { checkField } from '../../../lib/schema/check';
import { fieldsOf } from '../../../lib/schema/fields';
import { beyond, furtherRounds } from './BranchForm';

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

  it('lead beyond the state, which is said before anything is sent', () => {
    const [asked] = held(100).map((field) => beyond(field, 57));

    expect(asked && checkField(asked, 57)).toBe('This must be between 58 and 1000; got 57.');
    expect(asked && checkField(asked, 58)).toBeNull();
  });
});
