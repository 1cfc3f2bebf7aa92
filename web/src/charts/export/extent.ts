import { isHidden } from './hidden';

/** How far what stands in a chart reaches, also where it is scrolled out of sight. */
export function extentOf(chart: Element): { left: number; top: number; right: number; bottom: number } {
  const { left, top, right, bottom } = chart.getBoundingClientRect();
  const extent = { left, top, right, bottom };
  widen(chart, extent);
  return extent;
}

function widen(element: Element, extent: ReturnType<typeof extentOf>): void {
  for (const child of element.children) {
    if (isHidden(child)) continue;
    const box = child.getBoundingClientRect();
    extent.left = Math.min(extent.left, box.left);
    extent.top = Math.min(extent.top, box.top);
    extent.right = Math.max(extent.right, box.right);
    extent.bottom = Math.max(extent.bottom, box.bottom);
    // What a drawing holds is cut off at its edge.
    if (!(child instanceof SVGElement)) widen(child, extent);
  }
}
