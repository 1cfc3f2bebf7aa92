import { CONTENT, enterPage } from './enter-page';

/** What a focus may fall back to: parts that have a name. */
const PARTS = 'dialog[open], [popover], [role="toolbar"], section, main';

/**
 * Keeps the focus near where it was when what had it is removed or disabled, such as a button that
 * stops a run, for everybody who moves by keys; gives what ends that.
 */
export function keepFocus(): () => void {
  let isByKeys = false;
  // What has the focus, and all that it stands in, from the inside out.
  let path: Element[] = [];
  const watch = new AbortController();
  const listen = (name: 'keydown' | 'pointerdown' | 'focusin', heard: (event: Event) => void) =>
    document.addEventListener(name, heard, { capture: true, signal: watch.signal });
  listen('keydown', () => (isByKeys = true));
  listen('pointerdown', () => {
    isByKeys = false;
    path = [];
  });
  listen('focusin', ({ target }) => (path = target instanceof Element ? pathOf(target) : []));
  const observer = new MutationObserver(() => {
    const [held, ...around] = path;
    if (!isByKeys || held === undefined || !isNowhere(held) || (held.isConnected && !held.matches(':disabled'))) return;
    path = [];
    focusPart(around.find((one) => one.isConnected && one.matches(PARTS)));
  });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    watch.abort();
    observer.disconnect();
  };
}

/** A button that was just disabled is left only when the page is drawn next. */
function isNowhere(held: Element): boolean {
  return document.activeElement === document.body || document.activeElement === held;
}

function pathOf(element: Element): Element[] {
  const path: Element[] = [];
  for (let at: Element | null = element; at !== null; at = at.parentElement) path.push(at);
  return path;
}

function focusPart(part: Element | undefined): void {
  if (!(part instanceof HTMLElement) || part.id === CONTENT) {
    enterPage();
    return;
  }
  if (!part.hasAttribute('tabindex')) {
    part.tabIndex = -1;
    part.addEventListener('blur', () => part.removeAttribute('tabindex'), { once: true });
  }
  part.focus({ preventScroll: true });
}
