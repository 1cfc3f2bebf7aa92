import { describe, expect, it } from 'vitest';
import type { FilterNode } from '../../../../../api/table';
import { lookFrom, lookToText, PLAIN_LOOK, viewOf, type Look } from './look';

const FILTER: FilterNode = {
  op: 'and',
  of: [
    { column: 'age', operator: 'between', values: [30, 40] },
    { op: 'not', of: [{ column: 'city', operator: 'in', values: ['Rome', 'Oslo'] }, { column: 'city', operator: 'is_null' }] },
  ],
};

describe('a look in an address', () => {
  it('is read as it was written', () => {
    const look: Look = {
      columns: ['b', 'a'],
      sort: [{ column: 'a', descending: true }, { column: 'b', descending: false }],
      search: 'über',
      filter: FILTER,
      pinned: ['b'],
      pageSize: 100,
      page: 7,
      against: { column: 'x', operator: 'is_nan' },
    };

    expect(lookFrom(lookToText(look))).toEqual(look);
  });

  it('leaves no trace where nothing was chosen', () => {
    expect(lookToText(PLAIN_LOOK)).toBe('');
    expect(lookFrom(null)).toEqual(PLAIN_LOOK);
  });

  it.each(['{', '[]', '{"columns":[1],"sort":[{"descending":true}],"page":-1,"page_size":7}', '{"filter":{"op":"and","of":[]}}'])(
    'counts what it does not understand as not chosen: %s',
    (text) => {
      expect(lookFrom(text)).toEqual(PLAIN_LOOK);
    },
  );

  it('refuses a filter deeper than the server takes', () => {
    const deep = Array.from({ length: 9 }).reduce<FilterNode>((of) => ({ op: 'not', of: [of] }), {
      column: 'a',
      operator: 'is_null',
    });

    expect(lookFrom(JSON.stringify({ filter: deep })).filter).toBeNull();
  });

  it('asks the server only for what it knows, with each negation about one thing', () => {
    const view = viewOf({ ...PLAIN_LOOK, filter: FILTER, pinned: ['a'], page: 3, pageSize: 50 });

    expect(view).toEqual({
      filter: {
        op: 'and',
        of: [
          { column: 'age', operator: 'between', values: [30, 40] },
          {
            op: 'not',
            of: [
              {
                op: 'or',
                of: [
                  { column: 'city', operator: 'in', values: ['Rome', 'Oslo'] },
                  { column: 'city', operator: 'is_null' },
                ],
              },
            ],
          },
        ],
      },
    });
  });
});
