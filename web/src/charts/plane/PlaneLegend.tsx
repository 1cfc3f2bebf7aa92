import { formatNumber } from '../../lib/format';
import { groupColour } from '../palette';
import { SCALE } from '../scatter/colours';
import scatter from '../Scatter.module.css';
import { SIGNS } from '../scatter/signs';
import type { Prepared } from './draw-plane';
import { countWrong } from './plane';

/** Of more classes only so many are named; their points say in the table of numbers which they are. */
const MOST_NAMED = 14;

/** What the colours, shapes and rings mean. */
export function PlaneLegend({ prepared: { plane, span } }: { prepared: Prepared }) {
  const { classes } = plane;
  if (classes === null) {
    return (
      <figcaption className={scatter.legend}>
        <span>{formatNumber(span[0])}</span>
        <span className={scatter.scale} style={{ background: `linear-gradient(to right, ${SCALE.join(', ')})` }} />
        <span>{formatNumber(span[1])}</span>
      </figcaption>
    );
  }
  return (
    <figcaption className={scatter.legend}>
      {classes.slice(0, MOST_NAMED).map((name, place) => (
        <span key={name} className={scatter.item}>
          <span style={{ color: groupColour(place) }} aria-hidden="true">
            {SIGNS[place % SIGNS.length]}
          </span>
          {name === '' ? 'empty text' : name}
        </span>
      ))}
      {classes.length > MOST_NAMED && <span>{`and ${classes.length - MOST_NAMED} more`}</span>}
      {countWrong(plane) > 0 && (
        <span className={scatter.item}>
          <span aria-hidden="true">◎</span>
          said to be another
        </span>
      )}
    </figcaption>
  );
}
