import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Span } from './chunks';
import type { GridContent } from './content';
import { GridPainter, type GridElements } from './painter';
import type { RowStore } from './row-store';
import type { Selection } from './selection';

interface Painting {
  content: GridContent;
  store: RowStore;
  /** Another one means other rows: they are shown from their top. */
  rowsKey: string;
  selection: Selection | null;
  onRest: (rows: Span) => void;
}

/** The grid's drawing, which lives outside of React, and which columns are in sight. */
export function usePainter({ content, store, rowsKey, selection, onRest }: Painting) {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const painter = useRef<GridPainter>(null);
  const shownKey = useRef<string>(null);
  const [inSight, setInSight] = useState<Span>({ first: 0, end: 0 });
  const rested = useEffectEvent(onRest);

  useEffect(() => {
    const elements = root.current && partsOf(root.current);
    if (elements === null) return;
    painter.current = new GridPainter(elements, `${id}-active`, {
      // In the same frame as the cells: later, the next frame would have to lay everything out twice.
      onColumns: (columns) => flushSync(() => setInSight(columns)),
      onRest: (rows) => rested(rows),
    });
    return () => {
      painter.current?.destroy();
      painter.current = null;
      shownKey.current = null;
    };
  }, [id]);

  useEffect(() => {
    painter.current?.show(content, shownKey.current !== rowsKey);
    shownKey.current = rowsKey;
  }, [content, rowsKey]);

  useEffect(() => store.subscribe((isReplaced) => painter.current?.refresh(isReplaced)), [store]);

  useEffect(() => painter.current?.select(selection), [selection, content]);

  return { root, painter, inSight };
}

/** The elements that the painter works with; all of them are there when the grid is. */
function partsOf(root: HTMLElement): GridElements | null {
  const find = (part: string) => root.querySelector<HTMLElement>(`[data-part="${part}"]`);
  const [spacer, window, head, headMover, body] = ['spacer', 'window', 'head', 'head-mover', 'body'].map(find);
  if (!spacer || !window || !head || !headMover || !body) return null;
  return { root, spacer, window, head, headMover, body };
}
