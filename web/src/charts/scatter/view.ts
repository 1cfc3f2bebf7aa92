/** Where a chart looks: the value in its middle, and pixels for each unit. */
export interface View {
  middleX: number;
  middleY: number;
  scaleX: number;
  scaleY: number;
}

export interface Size {
  width: number;
  height: number;
}

interface Points {
  x: readonly number[];
  y: readonly number[];
}

const MARGIN = 16;
const CLOSEST = 400;

/** The view in which every point is seen; with equal axes a unit is as long upwards as sideways. */
export function fit({ x, y }: Points, { width, height }: Size, isEqual: boolean, margin = MARGIN): View {
  const [left, right] = rangeOf(x);
  const [bottom, top] = rangeOf(y);
  const scaleX = Math.max(1, width - 2 * margin) / (right - left || 1);
  const scaleY = Math.max(1, height - 2 * margin) / (top - bottom || 1);
  const both = Math.min(scaleX, scaleY);
  return {
    middleX: (left + right) / 2,
    middleY: (bottom + top) / 2,
    scaleX: isEqual ? both : scaleX,
    scaleY: isEqual ? both : scaleY,
  };
}

export function toScreen(view: View, size: Size, x: number, y: number): readonly [number, number] {
  return [
    size.width / 2 + (x - view.middleX) * view.scaleX,
    size.height / 2 - (y - view.middleY) * view.scaleY,
  ];
}

/** Looks closer (above 1) or from further away, the value under a pixel staying where it is. */
export function zoom(view: View, size: Size, factor: number, atX = size.width / 2, atY = size.height / 2): View {
  const valueX = view.middleX + (atX - size.width / 2) / view.scaleX;
  const valueY = view.middleY - (atY - size.height / 2) / view.scaleY;
  return {
    middleX: valueX - (valueX - view.middleX) / factor,
    middleY: valueY - (valueY - view.middleY) / factor,
    scaleX: view.scaleX * factor,
    scaleY: view.scaleY * factor,
  };
}

export function pan(view: View, byX: number, byY: number): View {
  return { ...view, middleX: view.middleX - byX / view.scaleX, middleY: view.middleY + byY / view.scaleY };
}

/** The same view, or one moved so that a value is in sight. */
export function withSight(view: View, size: Size, x: number, y: number): View {
  const [left, top] = toScreen(view, size, x, y);
  const isSeen = left >= 0 && top >= 0 && left <= size.width && top <= size.height;
  return isSeen ? view : { ...view, middleX: x, middleY: y };
}

/** The point nearest to a pixel; null where none is near. */
export function nearest(points: Points, view: View, size: Size, atX: number, atY: number): number | null {
  let found: number | null = null;
  let least = CLOSEST;
  points.x.forEach((x, place) => {
    const [left, top] = toScreen(view, size, x, points.y[place] ?? 0);
    const distance = (left - atX) ** 2 + (top - atY) ** 2;
    if (distance >= least) return;
    least = distance;
    found = place;
  });
  return found;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The next point from one in a direction: near, and more that way than aside. */
export function neighbour(points: Points, view: View, from: number, way: Direction): number | null {
  const startX = (points.x[from] ?? 0) * view.scaleX;
  const startY = (points.y[from] ?? 0) * view.scaleY;
  let found: number | null = null;
  let least = Infinity;
  points.x.forEach((x, place) => {
    const right = x * view.scaleX - startX;
    const up = (points.y[place] ?? 0) * view.scaleY - startY;
    const ahead = { left: -right, right, up, down: -up }[way];
    const aside = Math.abs(way === 'left' || way === 'right' ? up : right);
    const cost = ahead + 2 * aside;
    if (place === from || ahead <= 0 || aside > ahead || cost >= least) return;
    least = cost;
    found = place;
  });
  return found;
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? [0, 1] : [low, high];
}
