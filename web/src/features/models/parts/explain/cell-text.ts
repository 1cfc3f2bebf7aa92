import type { Cell } from '../../../../api/types';
import { formatNumber } from '../../../../lib/format';

/** A value of a table as people read it. */
export function textOf(value: Cell): string {
  if (value === null) return 'missing';
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
