import { plainColour } from './colour';

/** What style sheets say of a drawing, and colours among it. */
const COLOURS = ['fill', 'stroke'] as const;
const OTHERS = [
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'opacity',
  'fill-opacity',
  'stroke-opacity',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A drawing that needs no style sheet, put at a place of a larger one. */
export function svgAlone(drawing: SVGSVGElement, at: Place): string {
  const alone = drawing.cloneNode(true);
  if (!(alone instanceof SVGSVGElement)) return '';
  const copies = [alone, ...alone.querySelectorAll('*')];
  [drawing, ...drawing.querySelectorAll('*')].forEach((original, place) => {
    const copy = copies[place];
    if (copy !== undefined) keepStyle(original, copy);
  });
  for (const name of ['class', 'tabindex', 'role', 'aria-label', 'style']) alone.removeAttribute(name);
  for (const name of ['x', 'y', 'width', 'height'] as const) alone.setAttribute(name, at[name].toFixed(2));
  return new XMLSerializer().serializeToString(alone);
}

function keepStyle(original: Element, copy: Element): void {
  const style = getComputedStyle(original);
  for (const name of COLOURS) copy.setAttribute(name, plainColour(style.getPropertyValue(name)));
  for (const name of OTHERS) copy.setAttribute(name, style.getPropertyValue(name));
  copy.removeAttribute('class');
  copy.removeAttribute('style');
}
