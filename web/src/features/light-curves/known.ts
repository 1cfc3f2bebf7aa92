import type { FoundTransits, KnownSignal } from '../../api/light-curve-answers';
import { signalAt } from './fold';

/** The share of the days watched up to which periods are looked for. */
const REACH = 0.7;

/** The known signal whose period is that of a found one, to one in a hundred. */
export function knownAt(known: readonly KnownSignal[], period: number): KnownSignal | null {
  const off = (one: KnownSignal) => Math.abs(one.period / period - 1);
  const [best] = [...known].sort((one, other) => off(one) - off(other));
  return best !== undefined && off(best) < 0.01 ? best : null;
}

/** Whether the search met a known signal, in words, or why it could not. */
export function meetingOf(known: KnownSignal, found: FoundTransits): string {
  const signal = signalAt(found.signals, known.period);
  if (signal !== null) return `Found: signal ${found.signals.indexOf(signal) + 1}, every ${signal.period.toFixed(4)} days`;
  if (known.period > REACH * found.days) return `Not looked for: its period is longer than seven tenths of ${found.days.toFixed(0)} days`;
  return 'Not found';
}
