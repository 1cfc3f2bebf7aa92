import type { Pen } from '../export/svg-pen';
import { drawAxes, type ScatterAxes } from './axes';
import { REST, scaleColour, type Colouring } from './colours';
import { toScreen, type Size, type View } from './view';

/** What a canvas has to know of the theme. */
export interface Ink {
  groups: readonly string[];
  rest: string;
  plain: string;
  chosen: string;
  /** Lines and words along the sides. */
  grid: string;
  words: string;
  /** What is drawn on. */
  paper: string;
}

interface Scene {
  x: readonly number[];
  y: readonly number[];
  colouring: Colouring;
  view: View;
  size: Size;
  ink: Ink;
  chosen: number | null;
  axes: ScatterAxes | null;
}

/** Groups differ in shape as well, for those who do not tell their colours apart. */
export const SHAPES = ['disc', 'square', 'triangle', 'diamond', 'cross', 'hanging', 'bar'] as const;
type Shape = (typeof SHAPES)[number];

/** Draws all points, those of one colour in one stroke, and a ring around the chosen one. */
export function draw(canvas: Pen, scene: Scene): void {
  const { size, view, x, y, chosen, ink, axes, colouring } = scene;
  canvas.clearRect(0, 0, size.width, size.height);
  if (axes !== null) drawAxes(canvas, axes, view, size, { grid: ink.grid, ink: ink.words });
  const radius = radiusFor(x.length, size);
  canvas.globalAlpha = x.length > 3000 ? 0.7 : 0.85;
  for (const { colour, shape, places } of brushesOf(scene)) {
    canvas.fillStyle = colour;
    canvas.beginPath();
    for (const place of places) {
      const [left, top] = toScreen(view, size, x[place] ?? 0, y[place] ?? 0);
      if (left < -9 || top < -9 || left > size.width + 9 || top > size.height + 9) continue;
      trace(canvas, shape, left, top, radius);
    }
    canvas.fill();
    if (isOutlined(colouring)) {
      canvas.strokeStyle = ink.words;
      canvas.lineWidth = 0.75;
      canvas.stroke();
    }
  }
  canvas.globalAlpha = 1;
  if (chosen === null) return;
  const [left, top] = toScreen(view, size, x[chosen] ?? 0, y[chosen] ?? 0);
  canvas.strokeStyle = ink.chosen;
  canvas.lineWidth = 2;
  canvas.beginPath();
  canvas.arc(left, top, radius + 4, 0, 2 * Math.PI);
  canvas.stroke();
}

/** Colours that are given may be too pale for the paper; the edge shows where a point is, and its shape. */
function isOutlined(colouring: Colouring): boolean {
  return colouring.kind === 'given' && colouring.groups !== undefined;
}

function radiusFor(count: number, { width, height }: Size): number {
  return Math.max(1.4, Math.min(4.5, Math.sqrt((width * height) / Math.max(1, count)) / 9));
}

interface Brush {
  colour: string;
  shape: Shape;
  places: number[];
}

function brushesOf({ x, colouring, ink }: Scene): Iterable<Brush> {
  const brushes = new Map<string, Brush>();
  x.forEach((_, place) => {
    const [colour, shape] = look(colouring, ink, place);
    const key = `${colour} ${shape}`;
    const brush = brushes.get(key) ?? { colour, shape, places: [] };
    brush.places.push(place);
    brushes.set(key, brush);
  });
  return brushes.values();
}

function look(colouring: Colouring, ink: Ink, place: number): readonly [string, Shape] {
  switch (colouring.kind) {
    case 'plain':
      return [ink.plain, 'disc'];
    case 'given':
      return [colouring.colours[place] ?? ink.plain, SHAPES[(colouring.groups?.[place] ?? 0) % SHAPES.length] ?? 'disc'];
    case 'groups': {
      const group = colouring.groups[place] ?? REST;
      return [ink.groups[group] ?? ink.rest, SHAPES[group] ?? 'disc'];
    }
    case 'scale': {
      const share = colouring.shares[place] ?? null;
      return [share === null ? ink.rest : scaleColour(share), 'disc'];
    }
  }
}

/** Adds a shape around a place to what is filled next. */
export function trace(canvas: Pen, shape: Shape, left: number, top: number, radius: number): void {
  switch (shape) {
    case 'disc':
      canvas.moveTo(left + radius, top);
      canvas.arc(left, top, radius, 0, 2 * Math.PI);
      return;
    case 'square':
      canvas.rect(left - radius * 0.9, top - radius * 0.9, radius * 1.8, radius * 1.8);
      return;
    case 'triangle':
      { polygon(canvas, left, top, radius * 1.25, 3, -Math.PI / 2); return; }
    case 'hanging':
      { polygon(canvas, left, top, radius * 1.25, 3, Math.PI / 2); return; }
    case 'bar':
      canvas.rect(left - radius * 1.3, top - radius * 0.45, radius * 2.6, radius * 0.9);
      return;
    case 'diamond':
      { polygon(canvas, left, top, radius * 1.25, 4, 0); return; }
    case 'cross':
      canvas.rect(left - radius * 1.2, top - radius * 0.4, radius * 2.4, radius * 0.8);
      canvas.rect(left - radius * 0.4, top - radius * 1.2, radius * 0.8, radius * 2.4);
  }
}

function polygon(
  canvas: Pen,
  left: number,
  top: number,
  radius: number,
  corners: number,
  turn: number,
): void {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turn + (2 * Math.PI * corner) / corners;
    const [x, y] = [left + radius * Math.cos(angle), top + radius * Math.sin(angle)];
    if (corner === 0) canvas.moveTo(x, y);
    else canvas.lineTo(x, y);
  }
  canvas.closePath();
}
