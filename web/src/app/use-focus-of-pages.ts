import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { CONTENT, enterPage } from '../lib/focus/enter-page';
import { keepFocus } from '../lib/focus/keep-focus';

/** Has the focus go along: to the title of a page that is entered, and nowhere lost within one. */
export function useFocusOfPages(): void {
  const { pathname } = useLocation();
  const entered = useRef(pathname);
  useEffect(() => {
    // The first page begins where the browser begins.
    if (entered.current === pathname) return;
    entered.current = pathname;
    // Something that stays from page to page, such as a tab, keeps the focus; so does what took it at once.
    if (document.getElementById(CONTENT)?.contains(document.activeElement) !== true) enterPage();
  }, [pathname]);
  useEffect(keepFocus, []);
}
