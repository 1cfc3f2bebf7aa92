/** An exponential moving average without the bias of its beginning; gaps stay gaps. */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let mean = 0;
  let held = 0;
  return values.map((value) => {
    if (value === null) return null;
    mean = weight * mean + (1 - weight) * value;
    held = weight * held + (1 - weight);
    return mean / held;
  });
}
