import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface Windowed<Element> {
  box: RefObject<Element | null>;
  /** The lines in sight; the end is not included. */
  first: number;
  end: number;
}

const BEYOND = 4;

/** Which lines of a long list are in sight of its scrolling box, so that no others are drawn. */
export function useWindowed<Element extends HTMLElement>(lines: number, linePx: number): Windowed<Element> {
  const box = useRef<Element>(null);
  const [span, setSpan] = useState({ first: 0, end: 24 });
  useLayoutEffect(() => {
    const at = box.current;
    if (at === null) return;
    const look = () => {
      const first = Math.max(0, Math.floor(at.scrollTop / linePx) - BEYOND);
      const end = Math.ceil((at.scrollTop + at.clientHeight) / linePx) + BEYOND;
      setSpan((held) => (held.first === first && held.end === end ? held : { first, end }));
    };
    const observer = new ResizeObserver(look);
    observer.observe(at);
    at.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      at.removeEventListener('scroll', look);
    };
  }, [linePx]);
  return { box, first: Math.min(span.first, lines), end: Math.min(span.end, lines) };
}
