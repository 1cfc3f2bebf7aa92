/** Whether a word that is being typed is, but for a slip or two, a word or its beginning. */
export function isNear(typed: string, word: string): boolean {
  const slips = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  if (word.startsWith(typed)) return true;
  return slips > 0 && Math.min(slipsBetween(typed, word), slipsBetween(typed, word.slice(0, typed.length))) <= slips;
}

/** The word that was most likely meant; null where none is near. */
export function nearestOf(typed: string, words: readonly string[]): string | null {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return null;
  const near = words.filter((word) => isNear(wanted, word.toLowerCase()));
  const slips = (word: string) => slipsBetween(wanted, word.toLowerCase());
  return near.reduce<string | null>((best, word) => (best === null || slips(word) < slips(best) ? word : best), null);
}

/** Letters added, left out, changed or swapped with their neighbour (optimal string alignment distance). */
export function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const here = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const isSame = one[row - 1] === other[at - 1];
      const isSwapped = one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      const ways = [(above[at] ?? 0) + 1, (here[at - 1] ?? 0) + 1, (above[at - 1] ?? 0) + (isSame ? 0 : 1)];
      if (row > 1 && at > 1 && isSwapped) ways.push((before[at - 2] ?? 0) + 1);
      here.push(Math.min(...ways));
    }
    before = above;
    above = here;
  }
  return above[other.length] ?? 0;
}
