/** One of the points of a chart's lines. */
export interface Pick {
  line: number;
  point: number;
}

/** A line as it is drawn, in units of the drawing. */
export interface Drawn {
  x: readonly number[];
  y: readonly number[];
}

/** The point that lies nearest to a place, as far as one lies within reach. */
export function nearestPoint(lines: readonly Drawn[], x: number, y: number, reach: number): Pick | null {
  let found: Pick | null = null;
  let least = reach;
  lines.forEach((each, line) => {
    each.x.forEach((at, point) => {
      const away = Math.hypot(at - x, (each.y[point] ?? 0) - y);
      if (away > least) return;
      least = away;
      found = { line, point };
    });
  });
  return found;
}

/** The point beside another: sideways along its line, up and down on the next line; null for keys that do not move. */
export function pickBeside(lines: readonly Drawn[], from: Pick | null, key: string): Pick | null {
  const [along = 0, across = 0] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [];
  if (along === 0 && across === 0) return null;
  const first = lines.findIndex(({ x }) => x.length > 0);
  if (first < 0) return null;
  if (from === null) return { line: first, point: byPlace(lines[first])[0] ?? 0 };
  return along !== 0 ? alongLine(lines, from, along) : acrossLines(lines, from, across);
}

function alongLine(lines: readonly Drawn[], { line, point }: Pick, step: number): Pick {
  const order = byPlace(lines[line]);
  const next = Math.max(0, Math.min(order.length - 1, order.indexOf(point) + step));
  return { line, point: order[next] ?? point };
}

function acrossLines(lines: readonly Drawn[], from: Pick, step: number): Pick {
  const { x = [], y = [] } = lines[from.line] ?? {};
  for (let line = from.line + step; line >= 0 && line < lines.length; line += step) {
    const found = nearestPoint([lines[line] ?? { x: [], y: [] }], x[from.point] ?? 0, y[from.point] ?? 0, Infinity);
    if (found !== null) return { line, point: found.point };
  }
  return from;
}

/** The points of a line from left to right. */
function byPlace(line: Drawn | undefined): number[] {
  const xs = line?.x ?? [];
  return xs.map((_, at) => at).sort((one, other) => (xs[one] ?? 0) - (xs[other] ?? 0));
}
