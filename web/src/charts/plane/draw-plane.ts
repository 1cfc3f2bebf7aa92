import type { Pen } from '../export/svg-pen';
import { drawAxes } from '../scatter/axes';
import { scaleColour } from '../scatter/colours';
import { SHAPES, trace, type Ink } from '../scatter/draw';
import { toScreen, type Size, type View } from '../scatter/view';
import { BANDS, STRENGTHS, edgesOf, isWrong, runsOf, spanOf, type Edge, type Plane, type Run } from './plane';

/** What is worked out of a plane once, however often it is drawn. */
export interface Prepared {
  plane: Plane;
  runs: readonly Run[];
  edges: readonly Edge[];
  span: readonly [number, number];
}

export interface PlaneScene {
  prepared: Prepared;
  view: View;
  size: Size;
  ink: Ink;
  chosen: number | null;
}

const FAINTEST = 0.12;
const STRONGEST = 0.5;
const OF_NUMBERS = 0.75;
const PAPER = 0.8;
const [SIDE, FOOT, NAMES, LETTER] = [40, 19, 22, 6.3];

export function prepare(plane: Plane): Prepared {
  return { plane, runs: runsOf(plane), edges: edgesOf(plane), span: spanOf(plane) };
}

/** The colour of a class, the same for its part of the plane and for its points. */
export function classColour(ink: Pick<Ink, 'groups' | 'rest'>, place: number | null): string {
  return place === null ? ink.rest : (ink.groups[place % ink.groups.length] ?? ink.rest);
}

/** Draws what is said as coloured ground with lines between, then the points; those that are wrong in a ring. */
export function drawPlane(canvas: Pen, scene: PlaneScene): void {
  const { size, view, ink, prepared } = scene;
  canvas.clearRect(0, 0, size.width, size.height);
  drawGround(canvas, scene);
  drawPaper(canvas, scene);
  canvas.globalAlpha = 1;
  const axes = { x: { label: prepared.plane.x.name }, y: { label: prepared.plane.y.name } };
  drawAxes(canvas, axes, view, size, { grid: ink.grid, ink: ink.words });
  drawPoints(canvas, scene);
}

function drawGround(canvas: Pen, { prepared: { plane, runs, edges }, view, size, ink }: PlaneScene): void {
  const cell = (column: number, row: number) => {
    const across = (plane.x.high - plane.x.low) / Math.max(1, plane.resolution - 1);
    const up = (plane.y.high - plane.y.low) / Math.max(1, plane.resolution - 1);
    // A value is asked for in the middle of its cell.
    return toScreen(view, size, plane.x.low + (column - 0.5) * across, plane.y.low + (row - 0.5) * up);
  };
  for (const { row, from, to, value, strength } of runs) {
    const [left, bottom] = cell(from, row);
    const [right, top] = cell(to, row + 1);
    if (right < 0 || left > size.width || bottom < 0 || top > size.height) continue;
    const isNumber = plane.classes === null;
    canvas.globalAlpha = isNumber ? OF_NUMBERS : FAINTEST + ((STRONGEST - FAINTEST) * strength) / (STRENGTHS - 1);
    canvas.fillStyle = isNumber ? scaleColour((value + 0.5) / BANDS) : classColour(ink, value);
    // Whole pixels: where two cells share one, a seam would be seen.
    const [start, upper] = [Math.round(left), Math.round(top)];
    canvas.fillRect(start, upper, Math.round(right) - start, Math.round(bottom) - upper);
  }
  if (edges.length === 0) return;
  canvas.globalAlpha = 0.9;
  canvas.strokeStyle = ink.words;
  canvas.lineWidth = 1.25;
  canvas.setLineDash([]);
  canvas.beginPath();
  for (const [fromColumn, fromRow, toColumn, toRow] of edges) {
    canvas.moveTo(...cell(fromColumn, fromRow));
    canvas.lineTo(...cell(toColumn, toRow));
  }
  canvas.stroke();
}

/** Lays paper under what is written along the sides, which could not be read on every ground. */
function drawPaper(canvas: Pen, { prepared: { plane }, size, ink }: PlaneScene): void {
  canvas.globalAlpha = PAPER;
  canvas.fillStyle = ink.paper;
  canvas.fillRect(0, NAMES, SIDE, size.height - NAMES - FOOT);
  canvas.fillRect(0, size.height - FOOT, size.width, FOOT);
  canvas.fillRect(0, 0, widthOf(plane.y.name), NAMES);
  const width = widthOf(plane.x.name);
  canvas.fillRect(size.width - width, size.height - FOOT - NAMES, width, NAMES);
}

function widthOf(name: string): number {
  return Math.max(SIDE, LETTER * (name.length + 4));
}

function drawPoints(canvas: Pen, { prepared: { plane, span }, view, size, ink, chosen }: PlaneScene): void {
  const { points, classes } = plane;
  const radius = Math.max(1.8, Math.min(4.5, Math.sqrt((size.width * size.height) / Math.max(1, points.x.length)) / 8));
  points.x.forEach((x, place) => {
    const [left, top] = toScreen(view, size, x, points.y[place] ?? 0);
    if (left < -9 || top < -9 || left > size.width + 9 || top > size.height + 9) return;
    const known = points.truth[place] ?? points.said[place] ?? null;
    canvas.fillStyle = classes === null ? numberColour(known, span, ink) : classColour(ink, known);
    canvas.strokeStyle = ink.paper;
    canvas.lineWidth = 0.75;
    canvas.beginPath();
    trace(canvas, SHAPES[classes === null ? 0 : (known ?? 0) % SHAPES.length] ?? 'disc', left, top, radius);
    canvas.fill();
    canvas.stroke();
    if (!isWrong(plane, place)) return;
    ring(canvas, left, top, radius + 2.5, ink.chosen, 1.75);
  });
  if (chosen === null) return;
  const [left, top] = toScreen(view, size, points.x[chosen] ?? 0, points.y[chosen] ?? 0);
  ring(canvas, left, top, radius + 6, ink.plain, 2.5);
}

function ring(canvas: Pen, left: number, top: number, radius: number, colour: string, width: number): void {
  canvas.strokeStyle = colour;
  canvas.lineWidth = width;
  canvas.beginPath();
  canvas.arc(left, top, radius, 0, 2 * Math.PI);
  canvas.stroke();
}

function numberColour(value: number | null, [low, high]: readonly [number, number], ink: Ink): string {
  return value === null ? ink.rest : scaleColour(high > low ? (value - low) / (high - low) : 0.5);
}
