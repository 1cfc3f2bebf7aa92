/** How a canvas draws itself as SVG, from its data instead of its pixels. */
type Drawing = () => string;

const drawings = new WeakMap<HTMLCanvasElement, Drawing>();

/** Has a canvas drawn by this wherever it is saved as SVG; the drawing is as wide and high as it in CSS pixels. */
export function drawAgainBy(canvas: HTMLCanvasElement, drawing: Drawing): void {
  drawings.set(canvas, drawing);
}

/** A canvas as SVG: drawn from its data, or as a picture where it does not know how. */
export function canvasAsSvg(canvas: HTMLCanvasElement): string {
  const again = drawings.get(canvas);
  if (again !== undefined) return again();
  const { width, height } = canvas.getBoundingClientRect();
  return `<image width="${width}" height="${height}" href="${canvas.toDataURL('image/png')}"/>`;
}
