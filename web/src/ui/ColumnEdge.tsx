import type { KeyboardEvent, PointerEvent } from 'react';

interface ColumnEdgeProps {
  name: string;
  width: number;
  narrowest: number;
  widest: number;
  className: string | undefined;
  /** Called while it is dragged, and once more, done, where that ends. */
  onWidth: (width: number, isDone: boolean) => void;
  /** What a double click or Enter does. */
  onFit?: () => void;
}

const STEP_PX = 16;

/** The edge of a column: dragged, or moved with the arrow keys. */
export function ColumnEdge({ name, width, narrowest, widest, className, onWidth, onFit }: ColumnEdgeProps) {
  const clamp = (wanted: number) => Math.round(Math.min(widest, Math.max(narrowest, wanted)));
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const edge = event.currentTarget;
    const from = event.clientX;
    edge.setPointerCapture(event.pointerId);
    const widthAt = (x: number) => clamp(width + x - from);
    const move = (moved: globalThis.PointerEvent) => onWidth(widthAt(moved.clientX), false);
    const drop = (dropped: globalThis.PointerEvent) => {
      edge.removeEventListener('pointermove', move);
      if (dropped.clientX !== from) onWidth(widthAt(dropped.clientX), true);
    };
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', drop, { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
    if (event.key === 'Enter') onFit?.();
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(clamp(width + step), true);
  };
  return (
    // A separator that can be moved is a control.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={className}
      onPointerDown={grab}
      onDoubleClick={onFit}
      onKeyDown={press}
    />
  );
}
