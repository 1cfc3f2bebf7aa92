import { formatNumber } from '../../lib/format';
import type { Pen } from '../export/svg-pen';
import { toScreen, type Size, type View } from './view';

/** What stands along a side of a chart of points. */
export interface ScatterAxis {
  label: string;
  /** The points are placed by powers of ten: what is written is ten to that. */
  isLogarithmic?: boolean;
}

export interface ScatterAxes {
  x: ScatterAxis;
  y: ScatterAxis;
}

interface Tick {
  at: number;
  text: string;
}

interface Strokes {
  grid: string;
  ink: string;
}

/** Pixels around the points for what is written along the sides. */
export const AXES_MARGIN = 44;

const APART = 70;
const FONT = '11px "Inter Variable", system-ui, sans-serif';
const EDGE = 5;
const LINE = 16;

/** Lines at round numbers with what they stand for, at the edges of what is looked at. */
export function drawAxes(canvas: Pen, axes: ScatterAxes, view: View, size: Size, { grid, ink }: Strokes): void {
  const across = ticksOf(axes.x, view.middleX, size.width / view.scaleX, size.width / APART);
  const upwards = ticksOf(axes.y, view.middleY, size.height / view.scaleY, size.height / APART);
  canvas.strokeStyle = grid;
  canvas.lineWidth = 1;
  canvas.setLineDash([]);
  canvas.beginPath();
  for (const { at } of across) upright(canvas, toScreen(view, size, at, 0)[0], size);
  for (const { at } of upwards) level(canvas, toScreen(view, size, 0, at)[1], size);
  canvas.stroke();
  canvas.fillStyle = ink;
  canvas.font = FONT;
  canvas.textBaseline = 'alphabetic';
  canvas.textAlign = 'center';
  for (const { at, text } of across) {
    const x = toScreen(view, size, at, 0)[0];
    if (x > 3 * LINE && x < size.width - 2 * LINE) canvas.fillText(text, x, size.height - EDGE);
  }
  canvas.textAlign = 'left';
  for (const { at, text } of upwards) {
    const y = toScreen(view, size, 0, at)[1];
    if (y > 2 * LINE && y < size.height - 2 * LINE) canvas.fillText(text, EDGE, y - 3);
  }
  canvas.fillText(`${axes.y.label} ↑`, EDGE, LINE);
  canvas.textAlign = 'right';
  canvas.fillText(`${axes.x.label} →`, size.width - EDGE, size.height - LINE - EDGE);
}

/** Round places within what is looked at: about as many as wished, of powers of ten also 2 and 5. */
export function ticksOf({ isLogarithmic = false }: ScatterAxis, middle: number, width: number, wished: number): Tick[] {
  const [low, high] = [middle - width / 2, middle + width / 2];
  const isWide = isLogarithmic && width > 0.6;
  const ticks = isWide ? decades(low, high, wished) : evenly(low, high, wished);
  return ticks.map((at) => ({ at, text: formatNumber(isLogarithmic ? 10 ** at : at) }));
}

function decades(low: number, high: number, wished: number): number[] {
  const steps = high - low < wished / 3 ? [1, 2, 5] : [1];
  const each = Math.max(1, Math.ceil((high - low) / Math.max(1, wished)));
  const found: number[] = [];
  for (let power = Math.floor(low); power <= high; power += 1) {
    if (power % each !== 0) continue;
    for (const step of steps) {
      const at = power + Math.log10(step);
      if (at >= low && at <= high) found.push(at);
    }
  }
  return found;
}

function evenly(low: number, high: number, wished: number): number[] {
  const rough = (high - low) / Math.max(1, wished);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, place) =>
    // Without this 0.3 would be 0.30000000000000004.
    Number(((first + place) * step).toPrecision(12)),
  );
}

function upright(canvas: Pen, x: number, size: Size): void {
  canvas.moveTo(x, 0);
  canvas.lineTo(x, size.height);
}

function level(canvas: Pen, y: number, size: Size): void {
  canvas.moveTo(0, y);
  canvas.lineTo(size.width, y);
}
