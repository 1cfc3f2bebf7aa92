const MANY = 20;

/** A line with nulls where the light was not watched, so that nothing is drawn there. */
export function withGaps(steps: readonly number[], values: readonly number[]) {
  const apart = steps.slice(1).map((step, place) => step - (steps[place] ?? step));
  const usual = [...apart].sort((one, other) => one - other)[Math.floor(apart.length / 2)] ?? 0;
  const broken: { steps: number[]; values: (number | null)[] } = { steps: [], values: [] };
  steps.forEach((step, place) => {
    const before = steps[place - 1] ?? step;
    if (step - before > MANY * usual) {
      broken.steps.push((step + before) / 2);
      broken.values.push(null);
    }
    broken.steps.push(step);
    broken.values.push(values[place] ?? null);
  });
  return broken;
}
