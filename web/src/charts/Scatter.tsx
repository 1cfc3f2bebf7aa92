import { useEffect, useRef } from 'react';
import { drawAgainBy } from './export/drawn-again';
import { SvgPen } from './export/svg-pen';
import { ChartFrame } from './frame/ChartFrame';
import { readInk, useThemeCount } from './palette';
import { AXES_MARGIN, type ScatterAxes } from './scatter/axes';
import type { Colouring } from './scatter/colours';
import { draw } from './scatter/draw';
import { useView } from './scatter/use-view';
import styles from './Scatter.module.css';
import { ScatterLegend } from './ScatterLegend';

const READS_STILL = 'Each dot is a row; those near each other are alike in what is drawn. Groups differ in shape as well as in colour.';
const READS =
  'Each dot is a row; those near each other are alike in what is drawn. Groups differ in shape as well as in colour. Drag moves, the wheel or + and − look closer, 0 goes back.';

interface ScatterProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  x: readonly number[];
  y: readonly number[];
  colouring: Colouring;
  /** Whether a unit is as long upwards as sideways, as on a map. */
  isEqual?: boolean;
  /** Whether a few points far from all others are left outside at first, so that the others are told apart. */
  isCentral?: boolean;
  /** What the numbers are; without it they are places on a map that mean nothing by themselves. */
  axes?: ScatterAxes;
  /** A picture alone: nothing can be moved or chosen. */
  isStill?: boolean;
  chosen?: number | null;
  onChoose?: (place: number | null) => void;
  onHover?: (place: number | null) => void;
}

/** Points in a plane: drag moves, wheel or +/- look closer, a click or the arrows choose a point. */
export function Scatter({
  label,
  x,
  y,
  colouring,
  axes,
  isEqual = false,
  isCentral = false,
  isStill = false,
  chosen = null,
  onChoose,
  onHover,
}: ScatterProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeCount();
  const { view, size, isMoved, handlers, closer, further, reset } = useView(box, {
    x,
    y,
    isEqual,
    isCentral,
    margin: axes === undefined ? undefined : AXES_MARGIN,
    chosen,
    onChoose,
    onHover,
  });

  useEffect(() => {
    const at = canvas.current;
    const context = at?.getContext('2d');
    if (at == null || context == null || box.current === null || size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    at.width = Math.round(size.width * ratio);
    at.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const scene = { x, y, colouring, view, size, ink: readInk(box.current), chosen, axes: axes ?? null };
    draw(context, scene);
    drawAgainBy(at, () => {
      const pen = new SvgPen();
      draw(pen, scene);
      return pen.toString();
    });
  }, [x, y, colouring, axes, view, size, chosen, theme]);

  const picture = <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />;
  const read = (axis: 'x' | 'y', value: number) => (axes?.[axis].isLogarithmic === true ? 10 ** value : value);
  const table = () => ({
    head: [axes?.x.label ?? 'across', axes?.y.label ?? 'up'],
    rows: x.map((across, place) => [read('x', across), read('y', y[place] ?? 0)]),
  });
  if (isStill) {
    return (
      <ChartFrame title={label} reads={READS_STILL} table={table}>
        <figure className={styles.chart}>
          <div ref={box} className={styles.still} role="img" aria-label={label}>
            {picture}
          </div>
          <ScatterLegend colouring={colouring} />
        </figure>
      </ChartFrame>
    );
  }
  return (
    <ChartFrame title={label} reads={READS} table={table} zoom={{ isMoved, closer, further, reset }}>
      <figure className={styles.chart}>
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
        <ScatterLegend colouring={colouring} />
      </figure>
    </ChartFrame>
  );
}
