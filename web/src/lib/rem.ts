const USUAL_PX = 16;

/** How many pixels a rem is now: screens that are seen from afar have larger ones. */
export function remPx(): number {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(size) && size > 0 ? size : USUAL_PX;
}
