import type { PlaneAnswer } from '../../../api/plane-answers';
import type { Plane, PlaneAxis } from '../../../charts/plane/plane';
import { isNumber } from '../../../lib/guards';
import type { Cell } from '../../../api/types';

/** What the server says of a finished model, as it is drawn. */
export function planeOf(answer: PlaneAnswer): Plane {
  const { points, decision_boundary: boundary, columns } = answer;
  const classes = answer.classes?.map(String) ?? null;
  const places = new Map(classes?.map((name, place) => [name, place]));
  const read = (values: readonly Cell[]) =>
    values.map((value) => (value === null ? null : classes === null ? numberOf(value) : (places.get(String(value)) ?? null)));
  return {
    x: axisOf(columns.x, boundary.x[0] ?? []),
    y: axisOf(columns.y, boundary.y.map((row) => row[0] ?? 0)),
    resolution: boundary.z.length,
    said: boundary.z.flat(),
    sure: boundary.confidence?.flat() ?? null,
    classes,
    points: { x: points.x, y: points.y, truth: read(points.true_labels), said: read(points.predicted_labels) },
  };
}

function numberOf(value: Cell): number | null {
  return isNumber(value) ? value : null;
}

function axisOf(name: string, values: readonly number[]): PlaneAxis {
  return { name, low: values[0] ?? 0, high: values.at(-1) ?? 1 };
}
