import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Grid.module.css';
import { clampWidth, NARROWEST_PX, WIDEST_PX } from './widths';

interface ResizeHandleProps {
  name: string;
  width: number;
  onWidth: (width: number, isDone: boolean) => void;
  onFit: () => void;
}

const STEP_PX = 16;

/** The edge of a column: dragged, or moved with the arrow keys; a double click fits what is in sight. */
export function ResizeHandle({ name, width, onWidth, onFit }: ResizeHandleProps) {
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const widthAt = (x: number) => clampWidth(width + x - from);
    const move = (moved: globalThis.PointerEvent) => onWidth(widthAt(moved.clientX), false);
    const drop = (dropped: globalThis.PointerEvent) => {
      handle.removeEventListener('pointermove', move);
      if (dropped.clientX !== from) onWidth(widthAt(dropped.clientX), true);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', drop, { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
    if (event.key === 'Enter') onFit();
    if (step === undefined) return;
    event.preventDefault();
    onWidth(clampWidth(width + step), true);
  };
  return (
    // A separator that can be moved is a control.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={width}
      aria-valuemin={NARROWEST_PX}
      aria-valuemax={WIDEST_PX}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={styles.handle}
      onPointerDown={grab}
      onDoubleClick={onFit}
      onKeyDown={press}
    />
  );
}
