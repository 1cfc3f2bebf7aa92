/** A column and the range over which a model is asked. */
export interface PlaneAxis {
  name: string;
  low: number;
  high: number;
}

/**
 * What a model says over two columns. Of classes values are their places, counted from 0; null is what is not known.
 * `said` goes along x, row by row from the lowest y.
 */
export interface Plane {
  x: PlaneAxis;
  y: PlaneAxis;
  resolution: number;
  said: readonly (number | null)[];
  /** The probability of the class that is said; null where there are none. */
  sure: readonly (number | null)[] | null;
  classes: readonly string[] | null;
  points: {
    x: readonly number[];
    y: readonly number[];
    truth: readonly (number | null)[];
    said: readonly (number | null)[];
  };
}

/** Whether a point's class is known and another was said. */
export function isWrong({ classes, points }: Plane, place: number): boolean {
  const [truth, said] = [points.truth[place] ?? null, points.said[place] ?? null];
  return classes !== null && truth !== null && truth !== said;
}

export function countWrong(plane: Plane): number {
  return plane.points.x.filter((_, place) => isWrong(plane, place)).length;
}

/** The numbers that are drawn lie between these; those of the points too, so that their colours compare. */
export function spanOf({ said, points }: Plane): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of [said, points.truth, points.said])
    for (const value of values) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return low > high ? [0, 1] : [low, high];
}

/** Neighbouring cells of a row that look the same. */
export interface Run {
  row: number;
  from: number;
  to: number;
  value: number;
  /** How strongly it is drawn, from 0 to `STRENGTHS - 1`: the surer, the stronger. */
  strength: number;
}

export const STRENGTHS = 4;
/** Into so many bands numbers are cut; between two there is a line as on a map of heights. */
export const BANDS = 12;

/** The cells joined to runs, which are far fewer; cells of which nothing is said are left out. */
export function runsOf(plane: Plane): Run[] {
  const { resolution, said, sure, classes } = plane;
  const [low, high] = spanOf(plane);
  const least = 1 / Math.max(2, classes?.length ?? 2);
  const runs: Run[] = [];
  for (let place = 0; place < said.length; place += 1) {
    const told = said[place] ?? null;
    if (told === null) continue;
    const [row, column] = [Math.floor(place / resolution), place % resolution];
    const value = classes === null ? bandOf(told, low, high) : told;
    const strength = sure === null ? STRENGTHS - 1 : strengthOf(sure[place] ?? null, least);
    const last = runs.at(-1);
    if (last?.row === row && last.to === column && last.value === value && last.strength === strength) last.to = column + 1;
    else runs.push({ row, from: column, to: column + 1, value, strength });
  }
  return runs;
}

export function bandOf(value: number, low: number, high: number): number {
  return Math.max(0, Math.min(BANDS - 1, Math.floor(((value - low) / (high - low || 1)) * BANDS)));
}

function strengthOf(sure: number | null, least: number): number {
  if (sure === null) return 0;
  const share = (sure - least) / (1 - least);
  return Math.max(0, Math.min(STRENGTHS - 1, Math.floor(share * STRENGTHS)));
}

/** An edge between two cells of different classes, in cells from the lower left corner. */
export type Edge = readonly [number, number, number, number];

/** Where one class ends and another begins. */
export function edgesOf({ resolution, said, classes }: Plane): Edge[] {
  if (classes === null) return [];
  const edges: Edge[] = [];
  const at = (column: number, row: number) => said[row * resolution + column] ?? null;
  for (let row = 0; row < resolution; row += 1)
    for (let column = 0; column < resolution; column += 1) {
      const here = at(column, row);
      if (column > 0 && here !== at(column - 1, row)) edges.push([column, row, column, row + 1]);
      if (row > 0 && here !== at(column, row - 1)) edges.push([column, row, column + 1, row]);
    }
  return edges;
}

/** What is to be seen at least: the points, or where there are none the corners of what was asked. */
export function reachOf({ x, y, points }: Plane): { x: readonly number[]; y: readonly number[] } {
  return points.x.length > 0 ? points : { x: [x.low, x.high], y: [y.low, y.high] };
}
