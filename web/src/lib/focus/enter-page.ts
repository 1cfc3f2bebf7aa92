/** The id of the element that holds what differs from page to page. */
export const CONTENT = 'content';

/** Begins another page for who uses keys or listens: at its title, or where that will be. */
export function enterPage(): void {
  const content = document.getElementById(CONTENT);
  if (content === null) return;
  const place = content.querySelector<HTMLElement>('h1[tabindex]') ?? content;
  place.focus({ preventScroll: true });
}

/** Moves the focus on to a title that came after its page was entered. */
export function takeFocusOfPage(title: HTMLElement | null): void {
  if (document.activeElement?.id === CONTENT) title?.focus({ preventScroll: true });
}
