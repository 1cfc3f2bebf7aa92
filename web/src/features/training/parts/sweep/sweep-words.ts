import { formatNumber } from '../../../../lib/format';
import { isNumber } from '../../../../lib/guards';
import { parameterText } from '../../../../lib/parameter-text';
import type { SweepValue } from '../../sweep';

/** A value of a parameter as people read it. */
export function nameOf({ value }: SweepValue): string {
  return isNumber(value) ? formatNumber(value) : parameterText(value);
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
