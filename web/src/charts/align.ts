/** How a line is told from others: a colour of the palette, a pattern of dashes, faint behind another. */
export interface LineLook {
  colour: number;
  dash: readonly number[];
  isFaint: boolean;
}

export interface Line {
  label: string;
  /** By default the n-th line has the n-th colour and no dashes. */
  look?: LineLook;
  steps: readonly number[];
  values: readonly (number | null)[];
}

type Aligned = [number[], ...(number | null | undefined)[][]];

/** Puts lines with steps of their own over one common axis; a step a line lacks stays open. */
export function alignSeries(lines: readonly Line[]): Aligned {
  const steps = [...new Set(lines.flatMap((line) => line.steps))].sort((one, other) => one - other);
  const columns = lines.map((line) => {
    const values = new Map(line.steps.map((step, at) => [step, line.values[at] ?? null]));
    return steps.map((step) => (values.has(step) ? values.get(step) : undefined));
  });
  return [steps, ...columns];
}
