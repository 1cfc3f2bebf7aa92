const GAP_PX = 4;
// With less room beside its button a sheet takes that of the whole window.
const LITTLE_PX = 400;

type WindowSize = Pick<Window, 'innerWidth' | 'innerHeight'>;
type Placed = Record<'top' | 'bottom' | 'left' | 'right' | 'maxHeight' | 'maxWidth', string>;

/** Where a sheet opens: under its button where there is room, over it otherwise, towards the middle, within the window. */
export function besideButton(button: DOMRect, { innerWidth, innerHeight }: WindowSize): Placed {
  const isLow = button.bottom > innerHeight * 0.62;
  const isRight = button.left + button.width / 2 > innerWidth / 2;
  const room = isLow ? button.top : innerHeight - button.bottom;
  const beside = isRight ? button.right : innerWidth - button.left;
  const isNarrow = beside < LITTLE_PX;
  const edge = isNarrow ? GAP_PX : Math.max(GAP_PX, isRight ? innerWidth - button.right : button.left);
  return {
    top: isLow ? 'auto' : `${button.bottom + GAP_PX}px`,
    bottom: isLow ? `${innerHeight - button.top + GAP_PX}px` : 'auto',
    left: isRight ? 'auto' : `${edge}px`,
    right: isRight ? `${edge}px` : 'auto',
    maxHeight: `${Math.max(160, room - 4 * GAP_PX)}px`,
    maxWidth: `min(48rem, ${isNarrow ? innerWidth - 2 * GAP_PX : beside - GAP_PX}px)`,
  };
}

/** Where a menu opens at a point: wholly inside the window. */
export function atPoint(point: { x: number; y: number }, size: DOMRect, { innerWidth, innerHeight }: WindowSize) {
  return {
    left: `${Math.max(GAP_PX, Math.min(point.x, innerWidth - size.width - GAP_PX))}px`,
    top: `${Math.max(GAP_PX, Math.min(point.y, innerHeight - size.height - GAP_PX))}px`,
  };
}
