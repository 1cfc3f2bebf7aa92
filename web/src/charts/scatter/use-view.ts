import { useEffect, useEffectEvent, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import {
  fit,
  nearest,
  neighbour,
  pan,
  toScreen,
  withSight,
  zoom,
  type Direction,
  type Size,
  type View,
} from './view';

interface Looking {
  x: readonly number[];
  y: readonly number[];
  isEqual: boolean;
  /** Whether a few points far from all others are left outside at first. */
  isCentral?: boolean;
  /** Pixels that stay free around the points. */
  margin?: number;
  chosen: number | null;
  onChoose: ((place: number | null) => void) | undefined;
  onHover: ((place: number | null) => void) | undefined;
}

const WAYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const STEP = 1.4;

/** What a chart of points shows, moved by pointer, wheel and keys. */
export function useView(box: RefObject<HTMLDivElement | null>, looking: Looking) {
  const size = useSize(box);
  const [moved, setMoved] = useState<View | null>(null);
  const [held, setHeld] = useState<{ x: number; y: number; isMoved: boolean } | null>(null);
  const view = moved ?? fit(looking, size, looking.isEqual, looking.margin, looking.isCentral);
  useWheel(box, (factor, x, y) => setMoved(zoom(view, size, factor, x, y)));

  const at = (event: PointerEvent) => {
    const edges = event.currentTarget.getBoundingClientRect();
    return [event.clientX - edges.left, event.clientY - edges.top] as const;
  };
  const find = (event: PointerEvent) => nearest(looking, view, size, ...at(event));
  /** What keys look closer at: the chosen point, or the middle. */
  const focus = () =>
    looking.chosen === null
      ? ([size.width / 2, size.height / 2] as const)
      : toScreen(view, size, looking.x[looking.chosen] ?? 0, looking.y[looking.chosen] ?? 0);
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setHeld({ x: event.clientX, y: event.clientY, isMoved: false });
    },
    onPointerMove: (event: PointerEvent) => {
      if (held === null) {
        looking.onHover?.(find(event));
        return;
      }
      const [byX, byY] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.isMoved && Math.hypot(byX, byY) < 4) return;
      setMoved(pan(view, byX, byY));
      setHeld({ x: event.clientX, y: event.clientY, isMoved: true });
    },
    onPointerUp: (event: PointerEvent) => {
      if (held !== null && !held.isMoved) looking.onChoose?.(find(event));
      setHeld(null);
    },
    onPointerCancel: () => setHeld(null),
    onPointerLeave: () => looking.onHover?.(null),
    onDoubleClick: () => setMoved(null),
    onKeyDown: (event: KeyboardEvent) => {
      const way = WAYS[event.key];
      if (way !== undefined) {
        const next = looking.chosen === null ? 0 : neighbour(looking, view, looking.chosen, way);
        if (next === null) return;
        looking.onChoose?.(next);
        if (moved !== null) setMoved(withSight(moved, size, looking.x[next] ?? 0, looking.y[next] ?? 0));
      } else if (event.key === '+' || event.key === '=') setMoved(zoom(view, size, STEP, ...focus()));
      else if (event.key === '-') setMoved(zoom(view, size, 1 / STEP, ...focus()));
      else if (event.key === '0') setMoved(null);
      else if (event.key === 'Escape') looking.onChoose?.(null);
      else return;
      event.preventDefault();
    },
  };
  return {
    view,
    size,
    isMoved: moved !== null,
    handlers,
    closer: () => setMoved(zoom(view, size, STEP)),
    further: () => setMoved(zoom(view, size, 1 / STEP)),
    reset: () => setMoved(null),
  };
}

function useSize(box: RefObject<HTMLDivElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const at = box.current;
    if (at === null) return;
    const resized = new ResizeObserver(() => setSize({ width: at.clientWidth, height: at.clientHeight }));
    resized.observe(at);
    return () => resized.disconnect();
  }, [box]);
  return size;
}

/** The wheel looks closer while the chart has the focus, and with Ctrl; else it scrolls the page. */
function useWheel(box: RefObject<HTMLDivElement | null>, onZoom: (factor: number, x: number, y: number) => void): void {
  const turned = useEffectEvent((event: WheelEvent) => {
    const at = box.current;
    if (at === null || !(event.ctrlKey || event.metaKey || at.contains(document.activeElement))) return;
    event.preventDefault();
    const edges = at.getBoundingClientRect();
    onZoom(Math.exp(-event.deltaY / 400), event.clientX - edges.left, event.clientY - edges.top);
  });
  useEffect(() => {
    const at = box.current;
    if (at === null) return;
    const listen = (event: WheelEvent) => turned(event);
    at.addEventListener('wheel', listen, { passive: false });
    return () => at.removeEventListener('wheel', listen);
  }, [box]);
}
