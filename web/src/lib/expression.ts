/** Helping to write expressions: what may follow where the caret stands. */

export interface Suggestion {
  /** What tells it apart from the others. */
  word: string;
  label: string;
  description: string;
  /** What is written in place of the characters from `start` to `end`. */
  written: string;
  start: number;
  end: number;
}

interface KnownFunction {
  name: string;
  signature: string;
  description: string;
}

const MOST = 12;

/** The columns and functions that go on from what was begun before the caret. */
export function suggestionsAt(
  text: string,
  caret: number,
  columns: readonly string[],
  functions: readonly KnownFunction[],
): Suggestion[] {
  const begun = begunAt(text, caret);
  if (begun === null) return [];
  const { start, word, isBracketed } = begun;
  const wanted = word.toLowerCase();
  const place = { start, end: caret };
  const ofColumns = ranked(columns, wanted, (name) => name).map((name) => ({
    ...place,
    word: `column ${name}`,
    label: `[${name}]`,
    description: 'column',
    written: `[${name.replaceAll(']', ']]')}]`,
  }));
  if (isBracketed) return ofColumns.slice(0, MOST);
  const ofFunctions = ranked(functions, wanted, (one) => one.name).map((one) => ({
    ...place,
    word: one.name,
    label: one.signature,
    description: one.description,
    written: `${one.name}(`,
  }));
  return [...ofColumns, ...ofFunctions].slice(0, MOST);
}

/** The text with a suggestion in it, and where the caret stands then. */
export function completed(text: string, { written, start, end }: Suggestion): { text: string; caret: number } {
  const rest = text.slice(end);
  const after = written.endsWith(']') && rest.startsWith(']') ? rest.slice(1) : rest;
  return { text: text.slice(0, start) + written + after, caret: start + written.length };
}

/** The column or word that is being written at the caret; null inside a text or after anything else. */
function begunAt(text: string, caret: number): { start: number; word: string; isBracketed: boolean } | null {
  const before = text.slice(0, caret);
  if (isInText(before)) return null;
  const open = Math.max(before.lastIndexOf('['), before.lastIndexOf('`'));
  if (open >= 0 && isOpen(before.slice(open))) {
    const closing = before[open] === '[' ? ']' : '`';
    return { start: open, word: before.slice(open + 1).replaceAll(closing + closing, closing), isBracketed: true };
  }
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0];
  return word === undefined ? null : { start: caret - word.length, word, isBracketed: false };
}

function isInText(before: string): boolean {
  let quote = '';
  for (const sign of before.replaceAll(/\[[^\]]*\]|`[^`]*`/g, '')) {
    if (quote === '' && (sign === "'" || sign === '"')) quote = sign;
    else if (sign === quote) quote = '';
  }
  return quote !== '';
}

function isOpen(bracket: string): boolean {
  const closing = bracket.startsWith('[') ? ']' : '`';
  // Written twice it stands for itself.
  return !bracket.slice(1).replaceAll(closing + closing, '').includes(closing);
}

/** What begins with the word first, then what holds it; the word itself needs no offer. */
function ranked<T>(things: readonly T[], wanted: string, nameOf: (thing: T) => string): T[] {
  const names = things.map((thing) => ({ thing, name: nameOf(thing).toLowerCase() }));
  const beginning = names.filter(({ name }) => name.startsWith(wanted));
  const holding = names.filter(({ name }) => !name.startsWith(wanted) && name.includes(wanted));
  return [...beginning, ...holding].map(({ thing }) => thing);
}
