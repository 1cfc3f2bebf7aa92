import { useCallback, useMemo, useRef } from 'react';
import { formatNumber } from '../../lib/format';
import type { Pen } from '../export/svg-pen';
import { ChartFrame } from '../frame/ChartFrame';
import { AXES_MARGIN } from '../scatter/axes';
import { PointsCanvas, type Ground } from '../scatter/PointsCanvas';
import { useView } from '../scatter/use-view';
import scatter from '../Scatter.module.css';
import { drawPlane, prepare } from './draw-plane';
import { isWrong, reachOf, type Plane } from './plane';
import { PlaneLegend } from './PlaneLegend';

const OF_CLASSES =
  'The ground has the colour of the class that the model says there, stronger where it is surer; a line stands where one class ends. Points are rows in the colour and the shape of their true class; those of which another is said are in a ring.';
const OF_NUMBERS =
  'The ground has the colour of the number that the model says there, in bands as on a map of heights. Points are rows in the colour of their true number: one that stands out from its ground is far off.';
const MOVES = ' Drag moves, the wheel or + and − look closer, 0 goes back.';

interface PlaneChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  plane: Plane;
  chosen?: number | null;
  onChoose?: (place: number | null) => void;
}

/** What a model says over two columns, and the rows there. */
export function PlaneChart({ label, plane, chosen = null, onChoose }: PlaneChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const prepared = useMemo(() => prepare(plane), [plane]);
  const { x, y } = useMemo(() => reachOf(plane), [plane]);
  const hasPoints = plane.points.x.length > 0;
  const looked = useView(box, {
    x,
    y,
    margin: AXES_MARGIN,
    isEqual: false,
    chosen,
    onChoose: hasPoints ? onChoose : undefined,
    onHover: undefined,
  });

  const paint = useCallback(
    (pen: Pen, ground: Ground) => drawPlane(pen, { prepared, ...ground, chosen }),
    [prepared, chosen],
  );

  return (
    <ChartFrame
      title={label}
      reads={(plane.classes === null ? OF_NUMBERS : OF_CLASSES) + MOVES}
      table={() => tableOf(plane)}
      zoom={looked}
    >
      <figure className={scatter.chart}>
        <PointsCanvas box={box} looked={looked} label={label} paint={paint} />
        <PlaneLegend prepared={prepared} />
      </figure>
    </ChartFrame>
  );
}

function tableOf(plane: Plane) {
  const { points, classes } = plane;
  const name = (value: number | null | undefined) => (value == null ? '' : (classes?.[value] ?? formatNumber(value)));
  return {
    head: [plane.x.name, plane.y.name, 'true', 'said', ...(classes === null ? [] : ['wrong'])],
    rows: points.x.map((x, place) => [
      x,
      points.y[place] ?? 0,
      name(points.truth[place]),
      name(points.said[place]),
      ...(classes === null ? [] : [isWrong(plane, place) ? 'wrong' : '']),
    ]),
  };
}
