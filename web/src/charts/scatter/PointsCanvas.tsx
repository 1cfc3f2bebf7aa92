import { useEffect, useRef, type RefObject } from 'react';
import { drawAgainBy } from '../export/drawn-again';
import { SvgPen, type Pen } from '../export/svg-pen';
import { readInk, useThemeCount } from '../palette';
import styles from '../Scatter.module.css';
import type { Ink } from './draw';
import type { useView } from './use-view';
import type { Size, View } from './view';

/** Where and in what colours points are drawn. */
export interface Ground {
  view: View;
  size: Size;
  ink: Ink;
}

interface PointsCanvasProps {
  /** The element whose size the view follows. */
  box: RefObject<HTMLDivElement | null>;
  looked: Pick<ReturnType<typeof useView>, 'view' | 'size' | 'isMoved' | 'handlers'>;
  /** What the chart shows, for those who do not see it. */
  label: string;
  /** Draws it; called again when another is given. */
  paint: (pen: Pen, ground: Ground) => void;
  /** A picture alone: nothing can be moved or chosen. */
  isStill?: boolean;
}

/** Points on a canvas as sharp as the screen, which can be drawn again as SVG; moved and chosen from by keys too. */
export function PointsCanvas({ box, looked, label, paint, isStill = false }: PointsCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeCount();
  const { view, size, isMoved, handlers } = looked;

  useEffect(() => {
    const at = canvas.current;
    const context = at?.getContext('2d');
    if (at == null || context == null || box.current === null || size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    at.width = Math.round(size.width * ratio);
    at.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const ground = { view, size, ink: readInk(box.current) };
    paint(context, ground);
    drawAgainBy(at, () => {
      const pen = new SvgPen();
      paint(pen, ground);
      return pen.toString();
    });
  }, [box, paint, view, size, theme]);

  const picture = <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />;
  if (isStill) {
    return (
      <div ref={box} className={styles.still} role="img" aria-label={label}>
        {picture}
      </div>
    );
  }
  return (
    <div
      ref={box}
      className={styles.box}
      style={{ touchAction: isMoved ? 'none' : 'pan-y' }}
      role="application"
      aria-label={`${label}. Arrow keys go from point to point, plus and minus look closer, zero goes back.`}
      // It is moved and chosen from by keys, so it has to be reached by them.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      {...handlers}
    >
      {picture}
    </div>
  );
}
