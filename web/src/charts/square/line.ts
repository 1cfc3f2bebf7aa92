export interface SquareLine {
  label: string;
  /** What the legend adds. */
  note?: string;
  x: readonly number[];
  y: readonly number[];
  /** Between which bounds each point lies. */
  low?: readonly number[];
  high?: readonly number[];
  /** From which probability on rows count at each point; null where none do, so that nothing is behind it. */
  from?: readonly (number | null)[];
}
