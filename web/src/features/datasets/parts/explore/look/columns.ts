import type { Look } from './look';

type Columns = Pick<Look, 'columns' | 'pinned'>;

/** The names shown, pinned ones first; names that the table does not have are left out. */
export function shownColumns({ columns, pinned }: Columns, all: readonly string[]): string[] {
  const known = new Set(all);
  const first = pinned.filter((name) => known.has(name));
  const isFirst = new Set(first);
  return [...first, ...(columns ?? all).filter((name) => known.has(name) && !isFirst.has(name))];
}

/** Shows exactly these columns; all of them in the table's own order is no choice at all. */
export function choosing(look: Columns, shown: readonly string[], all: readonly string[]): Columns {
  const isPlain = shown.length === all.length && shown.every((name, place) => name === all[place]);
  const isShown = new Set(shown);
  return { columns: isPlain ? null : [...shown], pinned: look.pinned.filter((name) => isShown.has(name)) };
}

/** Shows a column or hides it; the last one stays. */
export function toggled(look: Columns, name: string, all: readonly string[]): Columns {
  const shown = look.columns ?? all;
  if (!shown.includes(name)) {
    const places = new Map(all.map((one, place) => [one, place]));
    const placeOf = (one: string | undefined) => places.get(one ?? '') ?? -1;
    const isInOrder = shown.every((one, at) => at === 0 || placeOf(shown[at - 1]) < placeOf(one));
    const isShown = new Set([...shown, name]);
    return choosing(look, isInOrder ? all.filter((one) => isShown.has(one)) : [...isShown], all);
  }
  return shown.length === 1 ? look : choosing(look, shown.filter((one) => one !== name), all);
}

/** Moves a column by so many places among the shown ones; pinned columns move among themselves. */
export function moved(look: Columns, name: string, by: number, all: readonly string[]): Columns {
  const isPinned = look.pinned.includes(name);
  const order = isPinned ? look.pinned : shownColumns(look, all).filter((one) => !look.pinned.includes(one));
  const place = order.indexOf(name);
  const aim = Math.max(0, Math.min(order.length - 1, place + by));
  const rest = order.filter((one) => one !== name);
  const after = [...rest.slice(0, aim), name, ...rest.slice(aim)];
  if (isPinned) return { ...look, pinned: after };
  return choosing(look, [...look.pinned, ...after], all);
}

/** Keeps a column in sight at the left, or lets it go. */
export function pinToggled(look: Columns, name: string): Columns {
  const isPinned = look.pinned.includes(name);
  return { ...look, pinned: isPinned ? look.pinned.filter((one) => one !== name) : [...look.pinned, name] };
}
