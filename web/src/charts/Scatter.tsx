import { useCallback, useRef } from 'react';
import type { Pen } from './export/svg-pen';
import { ChartFrame } from './frame/ChartFrame';
import { AXES_MARGIN, type ScatterAxes } from './scatter/axes';
import type { Colouring } from './scatter/colours';
import { draw } from './scatter/draw';
import { PointsCanvas, type Ground } from './scatter/PointsCanvas';
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
  const looked = useView(box, {
    x,
    y,
    isEqual,
    isCentral,
    margin: axes === undefined ? undefined : AXES_MARGIN,
    chosen,
    onChoose,
    onHover,
  });

  const paint = useCallback(
    (pen: Pen, ground: Ground) => draw(pen, { x, y, colouring, ...ground, chosen, axes: axes ?? null }),
    [x, y, colouring, chosen, axes],
  );
  const read = (axis: 'x' | 'y', value: number) => (axes?.[axis].isLogarithmic === true ? 10 ** value : value);
  const table = () => ({
    head: [axes?.x.label ?? 'across', axes?.y.label ?? 'up'],
    rows: x.map((across, place) => [read('x', across), read('y', y[place] ?? 0)]),
  });
  return (
    <ChartFrame title={label} reads={isStill ? READS_STILL : READS} table={table} {...(isStill ? {} : { zoom: looked })}>
      <figure className={styles.chart}>
        <PointsCanvas box={box} looked={looked} label={label} paint={paint} isStill={isStill} />
        <ScatterLegend colouring={colouring} />
      </figure>
    </ChartFrame>
  );
}
