import { saveFile } from '../../lib/save-file';
import { isClear, plainColour } from './colour';
import { extentOf } from './extent';
import { escaped, tag } from './markup';
import { paint } from './paint';

const EDGE = 16;
const TITLE = 26;
const PNG_SCALE = 2;

/** A chart as it is seen, with its title, as one SVG that needs nothing beside it. */
export function chartAsSvg(chart: HTMLElement, title: string): { text: string; width: number; height: number } {
  const { left, top, right, bottom } = extentOf(chart);
  const [width, height] = [right - left + 2 * EDGE, bottom - top + 2 * EDGE + TITLE];
  const { fontFamily, color } = getComputedStyle(chart);
  const paper = tag('rect', { width, height, fill: paperBehind(chart) });
  const head = tag(
    'text',
    { x: EDGE, y: EDGE + 12, fill: plainColour(color), 'font-size': 15, 'font-weight': 600, 'font-family': fontFamily },
    escaped(title),
  );
  const drawn = paint(chart, { left: left - EDGE, top: top - EDGE - TITLE });
  const frame = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` };
  return { text: tag('svg', frame, `${tag('title', {}, escaped(title))}${paper}${head}${drawn}`), width, height };
}

export function saveSvg(chart: HTMLElement, title: string): void {
  saveFile(new Blob([chartAsSvg(chart, title).text], { type: 'image/svg+xml' }), `${fileName(title)}.svg`);
}

/** Saves a chart as a picture of twice its size; fails where the browser cannot draw it. */
export async function savePng(chart: HTMLElement, title: string): Promise<void> {
  const { text, width, height } = chartAsSvg(chart, title);
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * PNG_SCALE);
    canvas.height = Math.ceil(height * PNG_SCALE);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (png === null) throw new Error('The browser made no picture of this chart; save it as SVG.');
    saveFile(png, `${fileName(title)}.png`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function paperBehind(element: HTMLElement | null): string {
  if (element === null) return '#ffffff';
  const { backgroundColor } = getComputedStyle(element);
  return isClear(backgroundColor) ? paperBehind(element.parentElement) : plainColour(backgroundColor);
}

/** A title as the name of a file on every system. */
export function fileName(title: string): string {
  return title.trim().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '').slice(0, 60) || 'chart';
}
