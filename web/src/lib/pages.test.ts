import { describe, expect, it } from 'vitest';
import { withNew, without } from './merge';
import { itemsOf, pageOf, totalOf, withItems, type Pages } from './pages';

interface Thing {
  id: string;
  version: number;
}

const thing = (id: string): Thing => ({ id, version: 1 });

/** Two pages of two, more to come unless told otherwise. */
function pagesOf(ids: string[][], total: number, isAll = false): Pages<Thing> {
  const pages = ids.map((page, at) => ({
    items: page.map(thing),
    total,
    next_cursor: isAll && at === ids.length - 1 ? null : (page.at(-1) ?? null),
  }));
  return { pages, pageParams: ids.map(() => null) };
}

const idsOf = (data: Pages<Thing>) => data.pages.map((page) => page.items.map(({ id }) => id));

describe('pages', () => {
  it('say what follows a full page, and that nothing follows a short one', () => {
    expect(pageOf([thing('b'), thing('a')], 5, 2).next_cursor).toBe('a');
    expect(pageOf([thing('b')], 1, 2).next_cursor).toBeNull();
  });

  it('take a new thing where its id puts it, once', () => {
    const data = pagesOf([['h', 'f'], ['d', 'b']], 9);
    const add = (id: string) => (items: Thing[]) => withNew(items, thing(id));

    const after = ['i', 'e', 'i'].reduce((held, id) => withItems(held, add(id)), data);

    expect(idsOf(after)).toEqual([['i', 'h', 'f'], ['e', 'd', 'b']]);
    expect(totalOf(after)).toBe(11);
  });

  it('leave to pages not yet fetched what belongs there', () => {
    const data = pagesOf([['h', 'f'], ['d', 'b']], 9);
    const whole = pagesOf([['h', 'f'], ['d', 'b']], 4, true);

    expect(idsOf(withItems(data, (items) => withNew(items, thing('a'))))).toEqual(idsOf(data));
    expect(idsOf(withItems(whole, (items) => withNew(items, thing('a'))))).toEqual([['h', 'f'], ['d', 'b', 'a']]);
  });

  it('go on from the same place when the thing they end with is gone', () => {
    const data = pagesOf([['h', 'f'], ['d', 'b']], 9);

    const after = withItems(data, (items) => without(without(items, 'b'), 'd'));

    expect(idsOf(after)).toEqual([['h', 'f'], []]);
    expect([totalOf(after), after.pages.at(-1)?.next_cursor]).toEqual([7, 'b']);
    expect(itemsOf(after).map(({ id }) => id)).toEqual(['h', 'f']);
  });

  it('stay the same object when nothing happened to them', () => {
    const data = pagesOf([['h', 'f']], 2);

    expect(withItems(data, (items) => without(items, 'x'))).toBe(data);
  });
});
