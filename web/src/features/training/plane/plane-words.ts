import type { PlaneAnswer } from '../../../api/plane-answers';
import { countWrong, type Plane } from '../../../charts/plane/plane';
import { formatCountOf, formatNumber, formatShare } from '../../../lib/format';
import type { Cell } from '../../../api/types';

/** What the picture of a task is called. */
export function titleOf(task: string | undefined): string {
  switch (task) {
    case 'regression':
      return 'Predicted values';
    case 'clustering':
      return 'Clusters over two columns';
    case 'anomaly_detection':
      return 'Usual and unusual';
    default:
      return 'Decision boundary';
  }
}

/** What a picture shows, for those who do not see it. */
export function labelOf(plane: Plane, title: string): string {
  return `${title} over ${plane.x.name} and ${plane.y.name}: ${formatCountOf(plane.points.x.length, 'point')}${wrongOf(plane)}`;
}

function wrongOf(plane: Plane): string {
  const isKnown = plane.classes !== null && plane.points.truth.some((truth) => truth !== null);
  return isKnown ? `, ${countWrong(plane)} of them said to be another class` : '';
}

/** How right the model is about the rows. */
export function judgedOf({ accuracy, rmse, r2, rows, part }: PlaneAnswer): string | null {
  const of = formatCountOf(rows.total, part === 'all' ? 'row' : `${part} row`);
  if (accuracy !== null) return `${formatShare(accuracy)} of ${of} are said right.`;
  if (rmse === null) return null;
  const explained = r2 === null ? '' : `, R² ${formatNumber(r2)}`;
  return `Off by ${formatNumber(rmse)} (RMSE) over ${of}${explained}.`;
}

export function heldText(value: Cell): string {
  if (value === null) return 'missing';
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
