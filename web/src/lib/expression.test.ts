import { describe, expect, it } from 'vitest';
import { completed, suggestionsAt } from './expression';

const COLUMNS = ['age', 'fare', 'a]b', 'round trip'];
const FUNCTIONS = [
  { name: 'round', signature: 'round(x, digits?)', description: '' },
  { name: 'upper', signature: 'upper(text)', description: '' },
];

const offered = (text: string, caret = text.length) => suggestionsAt(text, caret, COLUMNS, FUNCTIONS);
const labels = (text: string) => offered(text).map((one) => one.label);

describe('suggestions', () => {
  it('go on from a word with columns and functions', () => {
    expect(labels('1 + ro')).toEqual(['[round trip]', 'round(x, digits?)']);
    expect(labels('AG')).toEqual(['[age]']);
    expect(labels('1 + ')).toEqual([]);
    expect(labels('12')).toEqual([]);
  });

  it('go on from an open bracket with columns alone', () => {
    expect(labels('[r')).toEqual(['[round trip]', '[fare]']);
    expect(labels('[')).toHaveLength(4);
    expect(labels('[age] ')).toEqual([]);
    expect(labels('`fa')).toEqual(['[fare]']);
  });

  it('leave texts alone', () => {
    expect(labels("'ag")).toEqual([]);
    expect(labels("[it's] + ag")).toEqual(['[age]']);
    expect(labels("'it''s' & up")).toEqual(['upper(text)']);
  });

  it('are written in place of what was begun', () => {
    const [bracket] = offered('2 * [a]', 6);
    const [word] = offered('up');

    expect(bracket && completed('2 * [a]', bracket)).toEqual({ text: '2 * [age]', caret: 9 });
    expect(word && completed('up', word)).toEqual({ text: 'upper(', caret: 6 });
    expect(offered('[a]').map((one) => one.written)).toEqual([]);
    expect(offered('[a]]').at(0)?.written).toBe('[a]]b]');
  });
});
