import { formatNumber } from '../../lib/format';
import { ticks } from '../export/ticks';

/** The side of the square, in units of the drawing. */
export const SIZE = 200;

/** From where to where the axes of a square chart go. */
export interface SquareScale {
  least: number;
  most: number;
  leastUp: number;
  mostUp: number;
}

export function xOf({ least, most }: SquareScale, value: number): number {
  return (SIZE * (value - least)) / (most - least || 1);
}

export function yOf({ leastUp, mostUp }: SquareScale, value: number): number {
  return SIZE - (SIZE * (value - leastUp)) / (mostUp - leastUp || 1);
}

const MOST_TICKS = 4;
/** How wide a sign of a tick is. */
const SIGN = 4.8;

export interface Tick {
  value: number;
  text: string;
}

/** Where lines of the grid lie: at round numbers, of shares at quarters. */
export function ticksOf(low: number, high: number): Tick[] {
  const values = low === 0 && high === 1 ? [0, 0.25, 0.5, 0.75, 1] : ticks(low, high, MOST_TICKS);
  return values.map((value) => ({ value, text: formatNumber(value) }));
}

/** How much room the widest of some ticks takes. */
export function roomOf(marks: readonly Tick[]): number {
  return SIGN * marks.reduce((most, { text }) => Math.max(most, text.length), 0);
}
