const LEAST = 1.5;

/** Whether nobody sees an element, or it is not to be saved. */
export function isHidden(element: Element): boolean {
  const { display, visibility, opacity } = getComputedStyle(element);
  if (display === 'none' || visibility === 'hidden' || opacity === '0') return true;
  if (element instanceof HTMLElement && element.dataset.export === 'no') return true;
  const { width, height } = element.getBoundingClientRect();
  // What only screen readers read is a pixel large.
  return element.classList.contains('visually-hidden') || (width < LEAST && height < LEAST);
}
