import type { InfiniteData } from '@tanstack/react-query';

/** Part of a list, newest first; `next_cursor` is the id it ends with, null where nothing follows. */
export interface Page<T> {
  items: T[];
  total: number;
  next_cursor: string | null;
}

/** As much of a list as was looked at so far. */
export type Pages<T> = InfiniteData<Page<T>>;

/** A page of an answer that does not say itself what follows. */
export function pageOf<T extends { id: string }>(items: T[], total: number, limit: number): Page<T> {
  return { items, total, next_cursor: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

export function itemsOf<T>(pages: Pages<T>): T[] {
  return pages.pages.flatMap((page) => page.items);
}

/** How many there are in all, as the server said last. */
export function totalOf(pages: Pages<unknown>): number {
  return pages.pages.at(-1)?.total ?? 0;
}

/**
 * The pages after something happened to the list as a whole. Each keeps its span of ids, so that a
 * new thing stands where its id puts it; one that belongs to pages not fetched yet is left to them.
 */
export function withItems<T extends { id: string }>(data: Pages<T>, change: (items: T[]) => T[]): Pages<T> {
  const held = itemsOf(data);
  const changed = change(held);
  if (changed === held) return data;
  const spans = data.pages.map((page) => page.next_cursor);
  const items = spans.map((end, at) => changed.filter(({ id }) => isWithin(id, spans[at - 1] ?? null, end)));
  const more = items.flat().length - held.length;
  const pages = data.pages.map((page, at) => ({ ...page, items: items[at] ?? [], total: page.total + more }));
  return { ...data, pages };
}

/** Whether an id lies below where the page before ends and not below where this one does. */
function isWithin(id: string, above: string | null, end: string | null): boolean {
  return (above === null || id < above) && (end === null || id >= end);
}
