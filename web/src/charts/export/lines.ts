import type uPlot from 'uplot';
import { formatNumber } from '../../lib/format';
import type { LineLook } from '../align';
import type { Palette } from '../palette';
import { SvgPen } from './svg-pen';
import { ticks } from './ticks';

const FONT = '11px sans-serif';

/** The curves of a chart on paper, drawn anew from its data over the part that it shows. */
export function linesAsSvg(chart: uPlot, looks: readonly (LineLook | null)[], palette: Palette): string {
  const pen = new SvgPen();
  const { left, top, width, height } = chart.over.getBoundingClientRect();
  const paper = chart.root.getBoundingClientRect();
  const box = { left: left - paper.left, top: top - paper.top, width, height };
  const x = axis(chart.scales.x, (share) => box.left + share * width);
  const y = axis(chart.scales.y, (share) => box.top + (1 - share) * height);
  pen.font = FONT;
  pen.textBaseline = 'middle';
  pen.fillStyle = palette.ink;
  pen.strokeStyle = palette.grid;
  pen.textAlign = 'right';
  for (const value of ticks(y.low, y.high, height / 45)) {
    trace(pen, [[box.left, y.at(value)], [box.left + width, y.at(value)]]);
    pen.fillText(formatNumber(value), box.left - 8, y.at(value));
  }
  pen.textAlign = 'center';
  for (const value of ticks(x.low, x.high, width / 80)) pen.fillText(formatNumber(value), x.at(value), box.top + height + 15);
  const [steps = [], ...lines] = chart.data;
  lines.forEach((values, place) => {
    const look = looks[place];
    pen.strokeStyle = palette.lines[(look?.colour ?? place) % palette.lines.length] ?? palette.ink;
    pen.lineWidth = look?.isFaint === true ? 1 : 2;
    pen.globalAlpha = look?.isFaint === true ? 0.3 : 1;
    pen.setLineDash(look?.dash ?? []);
    const points = Array.from(steps).flatMap((step, at): [number, number][] => {
      const value = values[at];
      return value == null || step < x.low || step > x.high ? [] : [[x.at(step), y.at(value)]];
    });
    trace(pen, points);
  });
  return pen.toString();
}

function axis(scale: uPlot.Scale | undefined, place: (share: number) => number) {
  const [low, high] = [scale?.min ?? 0, scale?.max ?? 1];
  return { low, high, at: (value: number) => place((value - low) / (high - low || 1)) };
}

function trace(pen: SvgPen, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  points.forEach(([x, y], at) => (at === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.stroke();
}
