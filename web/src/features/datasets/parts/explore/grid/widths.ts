import { remPx } from '../../../../../lib/rem';
import type { Family } from '../look/operators';

export const NARROWEST_PX = 56;
export const WIDEST_PX = 900;

const USUAL: Record<Family, number> = { number: 112, date: 152, moment: 176, truth: 80, text: 176 };
// The name's letters, the badge of its type, the ways to sort and to act.
const LETTER_PX = 7.4;
const BESIDE_NAME_PX = 86;

/** How wide a column is before anybody drags it: its values fit as a rule, its name up to a measure. */
export function usualWidth(name: string, family: Family): number {
  const forName = Math.min(240, Math.ceil(name.length * LETTER_PX) + BESIDE_NAME_PX);
  return Math.round((remPx() / 16) * Math.max(USUAL[family], forName));
}

/** The width at which the texts in sight fit. */
export function fittingWidth(name: string, texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const forName = Math.ceil(name.length * LETTER_PX) + BESIDE_NAME_PX;
  return clampWidth((remPx() / 16) * Math.max(forName, Math.ceil(longest * LETTER_PX) + 28));
}

export function clampWidth(width: number): number {
  return Math.round(Math.max(NARROWEST_PX, Math.min(WIDEST_PX, width)));
}
