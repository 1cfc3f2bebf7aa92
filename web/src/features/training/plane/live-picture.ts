import type { Plane, PlaneAxis } from '../../../charts/plane/plane';
import { isNumber, isRecord, isString } from '../../../lib/guards';

/** The picture of a running training, as of a step. */
export interface LivePicture {
  step: number;
  unit: string;
  task: string;
  plane: Plane;
}

const SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PLACES: ReadonlyMap<string, number> = new Map(Array.from(SYMBOLS, (symbol, place) => [symbol, place]));
const [COARSE, FINE] = [63, 4095];

/** Reads what the server packs into few symbols; null where it is something else. */
export function readLivePicture(value: unknown): LivePicture | null {
  if (!isRecord(value) || !isRecord(value.points)) return null;
  const { step, unit, resolution, z, sure, points } = value;
  const [x, y] = [axisOf(value.x), axisOf(value.y)];
  if (!isNumber(step) || !isNumber(resolution) || !isString(z) || x === null || y === null) return null;
  const classes = Array.isArray(value.classes) ? value.classes.map(String) : null;
  const [low = 0, high = 1] = Array.isArray(value.span) ? value.span.filter(isNumber) : [];
  const read = (text: unknown) => (classes === null ? fine(text, low, high) : places(text));
  return {
    step,
    unit: isString(unit) ? unit : 'step',
    task: isString(value.task) ? value.task : '',
    plane: {
      x,
      y,
      resolution,
      said: read(z),
      sure: isString(sure) ? places(sure).map((place) => (place === null ? null : place / COARSE)) : null,
      classes,
      points: {
        x: fine(points.x, x.low, x.high).map(Number),
        y: fine(points.y, y.low, y.high).map(Number),
        truth: read(points.truth),
        said: read(points.said),
      },
    },
  };
}

function axisOf(value: unknown): PlaneAxis | null {
  if (!isRecord(value)) return null;
  const { name, low, high } = value;
  return isString(name) && isNumber(low) && isNumber(high) ? { name, low, high } : null;
}

/** One symbol is one place; a dot is none. */
function places(text: unknown): (number | null)[] {
  return isString(text) ? Array.from(text, (symbol) => PLACES.get(symbol) ?? null) : [];
}

/** Two symbols are a share of what lies between two numbers. */
function fine(text: unknown, low: number, high: number): (number | null)[] {
  const read = places(text);
  return Array.from({ length: read.length >> 1 }, (_, at) => {
    const [first = null, second = null] = [read[2 * at], read[2 * at + 1]];
    return first === null || second === null ? null : low + ((high - low) * (first * SYMBOLS.length + second)) / FINE;
  });
}
