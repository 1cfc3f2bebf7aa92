import type { Range } from './fields';

/** A slider moves over whole positions 0…STEPS; these turn positions into values and back. */
export const SLIDER_STEPS = 200;

export interface Scale {
  low: number;
  high: number;
  integer: boolean;
  logarithmic: boolean;
}

/** The scale of a bounded number; null where a bound is missing, so that no slider fits. */
export function scaleOf(range: Range, integer: boolean, logarithmic: boolean): Scale | null {
  const high = range.maximum ?? range.exclusiveMaximum;
  const low = range.minimum ?? range.exclusiveMinimum;
  if (low === null || high === null || high <= low) return null;
  return { low, high, integer, logarithmic: logarithmic && high > 0 };
}

/** The slider position that stands for a value. */
export function positionOf(value: number, scale: Scale): number {
  const bounded = Math.min(scale.high, Math.max(logLow(scale), value));
  const share = scale.logarithmic
    ? Math.log(bounded / logLow(scale)) / Math.log(scale.high / logLow(scale))
    : (bounded - scale.low) / (scale.high - scale.low);
  return Math.round(share * SLIDER_STEPS);
}

/** The value a slider position stands for, rounded to what a person would have typed. */
export function valueAt(position: number, scale: Scale): number {
  const share = position / SLIDER_STEPS;
  if (position >= SLIDER_STEPS) return scale.high;
  if (position <= 0) return logLow(scale);
  const exact = scale.logarithmic
    ? logLow(scale) * (scale.high / logLow(scale)) ** share
    : scale.low + (scale.high - scale.low) * share;
  return scale.integer ? Math.round(exact) : rounded(exact, scale);
}

/** A logarithm has no zero: a scale that begins at 0 begins six powers of ten below its end. */
function logLow(scale: Scale): number {
  if (!scale.logarithmic) return scale.low;
  if (scale.low > 0) return scale.low;
  return scale.integer ? 1 : scale.high * 1e-6;
}

function rounded(value: number, scale: Scale): number {
  if (scale.logarithmic) return Number(value.toPrecision(2));
  const digits = Math.max(0, 2 - Math.floor(Math.log10(scale.high - scale.low)));
  return Number(value.toFixed(Math.min(digits, 12)));
}
