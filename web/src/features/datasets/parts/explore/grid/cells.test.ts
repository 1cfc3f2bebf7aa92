import { describe, expect, it } from 'vitest';
import { exactText, faceOf } from './cells';
import { rowsToCopy, toTsv } from './tsv';

describe('the face of a cell', () => {
  it('tells nothing, NaN, infinities and empty text from each other and from words', () => {
    const faces = [
      faceOf({ value: null }, 'number'),
      faceOf({ value: null, special: 'nan' }, 'number'),
      faceOf({ value: null, special: 'inf' }, 'number'),
      faceOf({ value: null, special: '-inf' }, 'number'),
      faceOf({ value: '' }, 'text'),
      faceOf({ value: 'null' }, 'text'),
      faceOf({ value: 'NaN' }, 'text'),
    ];

    expect(faces.map(({ mark }) => mark)).toEqual(['null', 'nan', 'infinite', 'infinite', 'empty', 'value', 'value']);
    expect(new Set(faces.map(({ mark, text }) => `${mark} ${text}`)).size).toBe(7);
  });

  it.each([
    [0.1 + 0.2, '0.3'],
    [1234567, '1234567'],
    [1.5, '1.5'],
    [-0.000123456789, '-0.00012345679'],
    [1e21, '1e+21'],
    [2 / 3, '0.66666667'],
  ])('shows the digits of %s that matter', (value, text) => {
    expect(faceOf({ value }, 'number').text).toBe(text);
  });

  it('keeps whole numbers that came as text, and moments on one line', () => {
    expect(faceOf({ value: '9007199254740993' }, 'number').text).toBe('9007199254740993');
    expect(faceOf({ value: '2020-01-01T10:00:00' }, 'moment').text).toBe('2020-01-01 10:00:00');
  });

  it('shows breaks and the blanks at the ends', () => {
    expect(faceOf({ value: '  a\nb\tc ' }, 'text').text).toBe('␣␣a⏎b⇥c␣');
    expect(faceOf({ value: 'long', fullLength: 999 }, 'text').text).toBe('long…');
  });
});

describe('copying', () => {
  it('takes what is exactly there', () => {
    expect(exactText({ value: 0.1 + 0.2 })).toBe('0.30000000000000004');
    expect(exactText({ value: null })).toBe('');
    expect(exactText({ value: null, special: '-inf' })).toBe('-inf');
  });

  it('quotes what would break a row apart', () => {
    expect(toTsv([['a', 'b\tc'], ['say "x"', 'one\ntwo']])).toBe('a\t"b\tc"\n"say ""x"""\t"one\ntwo"');
  });

  it('stays within bounds, and takes one row at least', () => {
    expect(rowsToCopy(10, 5)).toBe(10);
    expect(rowsToCopy(10_000_000, 20)).toBe(10_000);
    expect(rowsToCopy(5, 300_000)).toBe(1);
  });
});
