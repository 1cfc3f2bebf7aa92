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
/** On either side so many of a hundred points may lie beyond what is framed. */
const FAR_SHARE = 0.005;
const AROUND = 0.1;
const MUCH_WIDER = 1.5;
const CLOSEST = 400;

/**
 * The view in which every point is seen; with equal axes a unit is as long upwards as sideways. Of a few far away from
 * all others those are left outside, where only what is central is wanted.
 */
export function fit({ x, y }: Points, { width, height }: Size, isEqual: boolean, margin = MARGIN, isCentral = false): View {
  const [left, right] = isCentral ? centralRangeOf(x) : rangeOf(x);
  const [bottom, top] = isCentral ? centralRangeOf(y) : rangeOf(y);
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

/** How many points lie beyond what is central. */
export function countFar({ x, y }: Points): number {
  const [left, right] = centralRangeOf(x);
  const [bottom, top] = centralRangeOf(y);
  return x.filter((value, place) => {
    const up = y[place] ?? 0;
    return value < left || value > right || up < bottom || up > top;
  }).length;
}

/** Where nearly all values lie; all of them, unless a few make the range much wider. */
function centralRangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = rangeOf(values);
  const ordered = [...values].sort((one, other) => one - other);
  const cut = Math.floor(ordered.length * FAR_SHARE);
  const [first, last] = [ordered[cut] ?? low, ordered[ordered.length - 1 - cut] ?? high];
  const width = last - first;
  if (width <= 0 || high - low <= MUCH_WIDER * width) return [low, high];
  return [Math.max(low, first - AROUND * width), Math.min(high, last + AROUND * width)];
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
