import { useEffect, useEffectEvent, useRef, useState, type PointerEvent, type RefObject } from 'react';

/** What a chart does that looks closer at its data by itself. */
export interface OwnZoom {
  isMoved: boolean;
  closer: () => void;
  further: () => void;
  reset: () => void;
}

const STEP = 1.5;
const MOST = 8;
const STILL_PX = 4;

/** Enlarges what a box shows, unless the chart does so by itself: by button, by Ctrl and the wheel, and dragged about. */
export function useZoom(view: RefObject<HTMLDivElement | null>, own: OwnZoom | undefined) {
  const [scale, setScale] = useState(1);
  const grabbed = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  const by = (factor: number) => setScale((before) => Math.max(1, Math.min(MOST, before * factor)));
  const turned = useEffectEvent((event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (own === undefined) by(event.deltaY < 0 ? STEP : 1 / STEP);
    else if (event.deltaY < 0) own.closer();
    else own.further();
  });
  useEffect(() => {
    const at = view.current;
    if (at === null) return;
    // React listens passively, and the page would be enlarged as well.
    const listen = (event: WheelEvent) => turned(event);
    at.addEventListener('wheel', listen, { passive: false });
    return () => at.removeEventListener('wheel', listen);
  }, [view]);
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      const at = view.current;
      if (at === null || scale === 1 || event.button !== 0) return;
      grabbed.current = { x: event.clientX, y: event.clientY, left: at.scrollLeft, top: at.scrollTop };
    },
    onPointerMove: (event: PointerEvent) => {
      const [at, from] = [view.current, grabbed.current];
      if (at === null || from === null) return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      if (Math.abs(x) + Math.abs(y) < STILL_PX) return;
      at.scrollLeft = from.left - x;
      at.scrollTop = from.top - y;
    },
    onPointerUp: () => (grabbed.current = null),
    onPointerLeave: () => (grabbed.current = null),
  };
  return own === undefined
    ? { scale, isMoved: scale > 1, closer: () => by(STEP), further: () => by(1 / STEP), reset: () => setScale(1), handlers }
    : { scale: 1, ...own, handlers: {} };
}
