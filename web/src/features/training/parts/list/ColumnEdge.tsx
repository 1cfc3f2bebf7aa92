import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './RunGrid.module.css';

const NARROWEST_PX = 64;
const WIDEST_PX = 640;
const STEP_PX = 16;

interface ColumnEdgeProps {
  name: string;
  width: number;
  onWidth: (width: number) => void;
}

/** The edge of a column: dragged, or moved with the arrow keys. */
export function ColumnEdge({ name, width, onWidth }: ColumnEdgeProps) {
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const edge = event.currentTarget;
    const from = event.clientX;
    edge.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => onWidth(clamp(width + moved.clientX - from));
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(clamp(width + step));
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
      className={styles.edge}
      onPointerDown={grab}
      onKeyDown={press}
    />
  );
}

function clamp(width: number): number {
  return Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, width)));
}
