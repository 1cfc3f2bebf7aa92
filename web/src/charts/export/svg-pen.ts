import { plainColour } from './colour';
import { escaped, tag } from './markup';

/** What drawings on paper use of a canvas: with an `SvgPen` in its place the same lines draw SVG. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline'
  | 'beginPath' | 'closePath' | 'moveTo' | 'lineTo' | 'arc' | 'rect' | 'fill' | 'stroke'
  | 'fillRect' | 'strokeRect' | 'clearRect' | 'fillText' | 'setLineDash' | 'save' | 'restore' | 'translate' | 'rotate'
>;

const ANCHORS: Readonly<Record<CanvasTextAlign, string>> = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' };
const LETTER = 0.58;

/** Draws SVG by the words of a canvas. */
export class SvgPen implements Pen {
  fillStyle: CanvasRenderingContext2D['fillStyle'] = '#000000';
  strokeStyle: CanvasRenderingContext2D['strokeStyle'] = '#000000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  private path = '';
  private dash: readonly number[] = [];
  private readonly parts: string[] = [];
  private moved = '';
  private readonly held: string[] = [];

  /** What was drawn. */
  toString(): string {
    return this.parts.join('');
  }

  beginPath = (): void => {
    this.path = '';
  };

  closePath = (): void => {
    this.path += 'Z';
  };

  moveTo = (x: number, y: number): void => {
    this.path += `M${short(x)} ${short(y)}`;
  };

  lineTo = (x: number, y: number): void => {
    this.path += `L${short(x)} ${short(y)}`;
  };

  /** Whole circles only, which is all that is drawn here. */
  arc = (x: number, y: number, radius: number): void => {
    const r = short(radius);
    this.path += `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${short(2 * radius)} 0a${r} ${r} 0 1 0 ${short(-2 * radius)} 0`;
  };

  rect = (x: number, y: number, width: number, height: number): void => {
    this.path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  };

  fill = (): void => this.add('path', { d: this.path, fill: colourOf(this.fillStyle) });

  stroke = (): void => this.add('path', { d: this.path, ...this.line() });

  fillRect = (x: number, y: number, width: number, height: number): void =>
    this.add('rect', { x, y, width, height, fill: colourOf(this.fillStyle) });

  strokeRect = (x: number, y: number, width: number, height: number): void => this.add('rect', { x, y, width, height, ...this.line() });

  clearRect = (): void => {
    this.parts.length = 0;
  };

  fillText = (text: string, x: number, y: number, most?: number): void => {
    const size = Number.parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? '10');
    const isLong = most !== undefined && text.length * size * LETTER > most;
    const attributes = {
      x,
      y: this.textBaseline === 'middle' ? y + size * 0.35 : y,
      fill: colourOf(this.fillStyle),
      'font-size': size,
      'font-weight': this.font.startsWith('600') ? 600 : null,
      'font-family': /px\s+(.*)$/.exec(this.font)?.[1] ?? 'sans-serif',
      'text-anchor': ANCHORS[this.textAlign],
      textLength: isLong ? most : null,
      lengthAdjust: isLong ? 'spacingAndGlyphs' : null,
    };
    this.add('text', attributes, escaped(text));
  };

  setLineDash = (dash: Iterable<number>): void => {
    this.dash = [...dash];
  };

  save = (): void => {
    this.held.push(this.moved);
  };

  restore = (): void => {
    this.moved = this.held.pop() ?? '';
  };

  translate = (x: number, y: number): void => {
    this.moved += `translate(${short(x)} ${short(y)})`;
  };

  rotate = (turn: number): void => {
    this.moved += `rotate(${short((turn * 180) / Math.PI)})`;
  };

  private line() {
    return {
      fill: 'none',
      stroke: colourOf(this.strokeStyle),
      'stroke-width': this.lineWidth,
      'stroke-dasharray': this.dash.length > 0 ? this.dash.join(' ') : null,
    };
  }

  private add(name: string, attributes: Record<string, string | number | null>, inside = ''): void {
    const opacity = this.globalAlpha < 1 ? this.globalAlpha : null;
    this.parts.push(tag(name, { ...attributes, opacity, transform: this.moved === '' ? null : this.moved }, inside));
  }
}

function short(value: number): number {
  return Number(value.toFixed(2));
}

function colourOf(style: CanvasRenderingContext2D['fillStyle']): string {
  return typeof style === 'string' ? plainColour(style) : '#000000';
}
