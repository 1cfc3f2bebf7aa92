/** The least and the most of some numbers; of none 0 and 1. */
export function reachOf(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const least = values.reduce((low, one) => Math.min(low, one), Infinity);
  const most = values.reduce((high, one) => Math.max(high, one), -Infinity);
  return [least, most];
}

/** A reach as far below zero as above, that holds all of some numbers. */
export function evenReachOf(values: readonly number[]): readonly [number, number] {
  const most = values.reduce((high, one) => Math.max(high, Math.abs(one)), 0) || 1;
  return [-most, most];
}
