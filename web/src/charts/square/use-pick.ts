import { useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import { nearestPoint, pickBeside, type Drawn, type Pick } from './pick';

/** In units of the drawing. */
const REACH = 14;
/** A pointer that went further than this has dragged something. */
const STILL_PX = 4;

/** The point that the pointer or the arrow keys are at; pressing it, or Enter, asks for what is behind it. */
export function usePick(lines: readonly Drawn[], onChoose: (pick: Pick) => void) {
  const [pick, setPick] = useState<Pick | null>(null);
  const [pressed, setPressed] = useState<{ x: number; y: number } | null>(null);
  const find = (event: MouseEvent<SVGSVGElement>) => {
    const [x, y] = placeOf(event);
    return nearestPoint(lines, x, y, REACH);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => setPressed({ x: event.clientX, y: event.clientY }),
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => setPick(find(event)),
    onPointerLeave: () => setPick(null),
    onClick: (event: MouseEvent<SVGSVGElement>) => {
      const found = find(event);
      const isDragged = pressed !== null && Math.abs(event.clientX - pressed.x) + Math.abs(event.clientY - pressed.y) > STILL_PX;
      if (found === null || isDragged) return;
      setPick(found);
      onChoose(found);
    },
    onKeyDown: (event: KeyboardEvent<SVGSVGElement>) => {
      const isPress = event.key === 'Enter' || event.key === ' ';
      const next = pickBeside(lines, pick, event.key);
      if (next === null && !(isPress && pick !== null)) return;
      event.preventDefault();
      if (next !== null) setPick(next);
      else if (pick !== null) onChoose(pick);
    },
  };
  // Lines may have become shorter since.
  const at = pick !== null && (lines[pick.line]?.x.length ?? 0) > pick.point ? pick : null;
  return { pick: at, handlers };
}

/** Where in the drawing the pointer is, however it is enlarged. */
function placeOf({ currentTarget, clientX, clientY }: MouseEvent<SVGSVGElement>): readonly [number, number] {
  const turned = currentTarget.getScreenCTM()?.inverse();
  if (turned === undefined) return [NaN, NaN];
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(turned);
  return [x, y];
}
