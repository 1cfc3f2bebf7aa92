/** The one rule by which events change what is held: newer versions are merged, older ones ignored. */

interface Versioned {
  id: string;
  version: number;
}

interface Change<T> {
  id: string;
  version: number;
  changes: Partial<T>;
}

/** The thing after a change; the same object when the change is not news. */
export function withChange<T extends Versioned>(thing: T, change: Change<T>): T {
  if (thing.id !== change.id || change.version <= thing.version) return thing;
  return { ...thing, ...change.changes, version: change.version };
}

/** The list after a change of one of its things. */
export function withChangeIn<T extends Versioned>(things: T[], change: Change<T>): T[] {
  if (!things.some((thing) => withChange(thing, change) !== thing)) return things;
  return things.map((thing) => withChange(thing, change));
}

/**
 * The list, newest first, with a new thing where its id puts it: what was begun earlier may be
 * announced later. A thing already there is replaced only by a newer one.
 */
export function withNew<T extends Versioned>(things: T[], thing: T): T[] {
  const held = things.find((one) => one.id === thing.id);
  if (held === undefined) return withInserted(things, thing);
  if (held.version >= thing.version) return things;
  return things.map((one) => (one.id === thing.id ? thing : one));
}

/** The list without one thing. */
export function without<T extends Versioned>(things: T[], id: string): T[] {
  return things.some((thing) => thing.id === id) ? things.filter((thing) => thing.id !== id) : things;
}

function withInserted<T extends Versioned>(things: T[], thing: T): T[] {
  const at = things.findIndex((one) => one.id < thing.id);
  return at < 0 ? [...things, thing] : [...things.slice(0, at), thing, ...things.slice(at)];
}
