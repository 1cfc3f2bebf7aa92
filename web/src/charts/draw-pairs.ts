import { axisOf, countParts, type Axis, type AxisValue } from './axis';
import { drawAgainBy } from './export/drawn-again';
import { SvgPen, type Pen } from './export/svg-pen';
import type { Palette } from './palette';

export interface PairData {
  columns: readonly string[];
  /** For each point its value in each column. */
  points: readonly (readonly AxisValue[])[];
  /** The group of each point, by its place among the names; -1 for none. */
  groups: { names: readonly string[]; places: readonly number[] } | null;
  format: (value: number) => string;
}

interface Panel {
  x: number;
  y: number;
  size: number;
}

const MARGIN = 26;
const GAP = 8;
const INSET = 6;
const PARTS = 24;

/** Draws the matrix of plots on a canvas of this width. */
export function drawPairs(canvas: HTMLCanvasElement, width: number, data: PairData, palette: Palette): void {
  const { side } = sizesFor(width, data);
  const paper = prepared(canvas, side);
  if (paper === null) return;
  paintPairs(paper, width, data, palette);
  drawAgainBy(canvas, () => {
    const pen = new SvgPen();
    paintPairs(pen, width, data, palette);
    return pen.toString();
  });
}

function sizesFor(width: number, { columns }: PairData) {
  const count = Math.max(1, columns.length);
  const size = Math.floor((width - MARGIN - GAP * (count - 1)) / count);
  return { count, size, side: MARGIN + count * size + (count - 1) * GAP };
}

function paintPairs(paper: Pen, width: number, data: PairData, palette: Palette): void {
  const { columns, points, format } = data;
  const { count, size, side } = sizesFor(width, data);
  if (size < 20) return;
  const axes = columns.map((_, at) => axisOf(points.map((point) => point[at] ?? null), format));
  const positions = axes.map((axis, at) => points.map((point) => axis.place(point[at] ?? null)));
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      const panel = { x: MARGIN + column * (size + GAP), y: row * (size + GAP), size };
      frame(paper, panel, palette);
      const across = positions[column] ?? [];
      if (row === column) drawAlone(paper, panel, across, palette);
      else drawPoints(paper, panel, across, positions[row] ?? [], data, palette);
    }
  }
  drawNames(paper, { columns, axes, size, side }, palette);
}

function prepared(canvas: HTMLCanvasElement, side: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(side * ratio);
  canvas.height = Math.round(side * ratio);
  canvas.style.width = `${side}px`;
  canvas.style.height = `${side}px`;
  const paper = canvas.getContext('2d');
  paper?.scale(ratio, ratio);
  return paper;
}

function frame(paper: Pen, { x, y, size }: Panel, palette: Palette): void {
  paper.strokeStyle = palette.grid;
  paper.lineWidth = 1;
  paper.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
}

function drawAlone(paper: Pen, { x, y, size }: Panel, positions: readonly (number | null)[], palette: Palette): void {
  const counts = countParts(positions, PARTS);
  const tallest = Math.max(1, ...counts);
  const wide = (size - 2 * INSET) / PARTS;
  paper.globalAlpha = 0.7;
  paper.fillStyle = palette.ink;
  counts.forEach((held, part) => {
    const tall = (held / tallest) * (size - 2 * INSET - 12);
    paper.fillRect(x + INSET + part * wide + 0.5, y + size - INSET - tall, wide - 1, tall);
  });
  paper.globalAlpha = 1;
}

type Positions = readonly (number | null)[];

function drawPoints(
  paper: Pen,
  { x, y, size }: Panel,
  across: Positions,
  up: Positions,
  { groups }: PairData,
  palette: Palette,
): void {
  const room = size - 2 * INSET;
  paper.globalAlpha = across.length > 800 ? 0.45 : 0.7;
  across.forEach((position, at) => {
    const height = up[at];
    if (position === null || height === null || height === undefined) return;
    const group = groups?.places[at] ?? 0;
    paper.fillStyle = (group < 0 ? palette.ink : palette.lines[group % palette.lines.length]) ?? palette.ink;
    paper.fillRect(x + INSET + position * room - 1.25, y + INSET + (1 - height) * room - 1.25, 2.5, 2.5);
  });
  paper.globalAlpha = 1;
}

interface Named {
  columns: readonly string[];
  axes: readonly Axis[];
  size: number;
  side: number;
}

function drawNames(paper: Pen, { columns, axes, size, side }: Named, palette: Palette): void {
  paper.fillStyle = palette.ink;
  columns.forEach((name, at) => {
    const start = at * (size + GAP);
    const axis = axes[at];
    paper.textAlign = 'center';
    paper.textBaseline = 'middle';
    paper.font = '600 11px Inter Variable, sans-serif';
    // At the left upwards, under the plots along.
    paper.save();
    paper.translate(MARGIN / 2, start + size / 2);
    paper.rotate(-Math.PI / 2);
    paper.fillText(name, 0, 0, size);
    paper.restore();
    paper.fillText(name, MARGIN + start + size / 2, side - MARGIN / 2, size * 0.55);
    paper.font = '10px Inter Variable, sans-serif';
    paper.textAlign = 'left';
    paper.fillText(axis?.low ?? '', MARGIN + start, side - MARGIN / 2, size * 0.22);
    paper.textAlign = 'right';
    paper.fillText(axis?.high ?? '', MARGIN + start + size, side - MARGIN / 2, size * 0.22);
  });
}
