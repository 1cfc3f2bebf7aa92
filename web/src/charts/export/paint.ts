import { isClear, plainColour } from './colour';
import { canvasAsSvg } from './drawn-again';
import { isHidden } from './hidden';
import { escaped, tag } from './markup';
import { svgAlone } from './svg-alone';

/** Where everything is measured from. */
interface Origin {
  left: number;
  top: number;
}

/** What stands inside an element, as SVG: its drawings, boxes and words, each where it is seen. */
export function paint(inside: Element, origin: Origin): string {
  return [...inside.childNodes].map((node) => paintNode(node, origin)).join('');
}

function paintNode(node: Node, origin: Origin): string {
  if (node instanceof Text) return paintText(node, origin);
  if (!(node instanceof Element) || isHidden(node)) return '';
  const box = node.getBoundingClientRect();
  const at = { x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height };
  if (node instanceof SVGSVGElement) return svgAlone(node, at);
  if (node instanceof HTMLCanvasElement) return tag('g', { transform: `translate(${at.x} ${at.y})` }, canvasAsSvg(node));
  const style = getComputedStyle(node);
  const painted = paintBox(style, at) + paint(node, origin);
  return style.opacity === '1' ? painted : tag('g', { opacity: style.opacity }, painted);
}

function paintBox(style: CSSStyleDeclaration, at: { x: number; y: number; width: number; height: number }): string {
  const isFilled = !isClear(style.backgroundColor);
  const edge = Number.parseFloat(style.borderTopWidth);
  const isEdged = edge > 0 && style.borderTopStyle !== 'none' && style.borderLeftStyle !== 'none' && !isClear(style.borderTopColor);
  if (!isFilled && !isEdged) return '';
  return tag('rect', {
    ...at,
    rx: Number.parseFloat(style.borderTopLeftRadius) || 0,
    fill: isFilled ? plainColour(style.backgroundColor) : 'none',
    stroke: isEdged ? plainColour(style.borderTopColor) : null,
    'stroke-width': isEdged ? edge : null,
  });
}

/** Writes a text word by word where it runs over several lines, else in one piece. */
function paintText(node: Text, origin: Origin): string {
  const parent = node.parentElement;
  if (parent === null || node.data.trim() === '') return '';
  const style = getComputedStyle(parent);
  const range = document.createRange();
  range.selectNodeContents(node);
  const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
  if (lines.size <= 1) return write(shortened(unbroken(node.data), parent, style), range.getBoundingClientRect(), style, origin);
  return [...node.data.matchAll(/\S+/g)]
    .map((word) => {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      return write(word[0], range.getBoundingClientRect(), style, origin);
    })
    .join('');
}

function write(text: string, box: DOMRect, style: CSSStyleDeclaration, origin: Origin): string {
  const size = Number.parseFloat(style.fontSize);
  const [edge, anchor] = sideOf(box, style.textAlign);
  return tag(
    'text',
    {
      x: edge - origin.left,
      'text-anchor': anchor,
      y: box.top - origin.top + box.height / 2 + size * 0.35,
      fill: plainColour(style.color),
      'font-size': size,
      'font-family': style.fontFamily,
      'font-weight': style.fontWeight,
    },
    escaped(text),
  );
}

/** Where a text is held: other letters than the page's may be wider. */
function sideOf({ left, right, width }: DOMRect, align: string): [edge: number, anchor: string] {
  if (align === 'right' || align === 'end') return [right, 'end'];
  return align === 'center' ? [left + width / 2, 'middle'] : [left, 'start'];
}

/** A text on one line, with the spaces at its ends, which SVG leaves out. */
function unbroken(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/^ | $/g, '\u00a0');
}

/** The part of a text that is seen where its box cuts it off. */
function shortened(text: string, parent: HTMLElement, { textOverflow }: CSSStyleDeclaration): string {
  const { scrollWidth, clientWidth } = parent;
  if (textOverflow !== 'ellipsis' || scrollWidth <= clientWidth) return text;
  return `${text.slice(0, Math.max(1, Math.floor((text.length * clientWidth) / scrollWidth) - 1))}…`;
}
