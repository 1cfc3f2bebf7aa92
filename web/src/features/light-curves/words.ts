import type { LightCurve } from '../../api/light-curve-answers';
import { assertNever } from '../../lib/assert-never';

/** What is known of a light curve, in a few words. */
export function stateInWords(curve: LightCurve): string {
  switch (curve.state) {
    case 'new':
      return 'Not searched yet';
    case 'searching':
      return 'Being searched';
    case 'failed':
      return 'Not found out';
    case 'ready':
      return periodsInWords(curve.summary?.periods ?? []);
    default:
      return assertNever(curve.state);
  }
}

export function periodsInWords(periods: readonly number[]): string {
  if (periods.length === 0) return 'No signal';
  return `${periods.map((period) => period.toFixed(3)).join(', ')} days`;
}
