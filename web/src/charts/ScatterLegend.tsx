import { groupColour } from './palette';
import { REST, SCALE, scaleEnds, type Colouring } from './scatter/colours';
import { SIGNS } from './scatter/signs';
import styles from './Scatter.module.css';

/** What the colours and shapes of points mean. */
export function ScatterLegend({ colouring }: { colouring: Colouring }) {
  if (colouring.kind === 'plain' || colouring.kind === 'given') return null;
  if (colouring.kind === 'scale') {
    const [low, high] = scaleEnds(colouring);
    return (
      <figcaption className={styles.legend}>
        <strong>{colouring.title}</strong>
        <span>{low}</span>
        <span className={styles.scale} style={{ background: `linear-gradient(to right, ${SCALE.join(', ')})` }} />
        <span>{high}</span>
        {colouring.shares.includes(null) && <Item sign="●" color="var(--line-strong)" name="missing" />}
      </figcaption>
    );
  }
  return (
    <figcaption className={styles.legend}>
      <strong>{colouring.title}</strong>
      {colouring.names.map((name, place) => (
        <Item key={name} sign={SIGNS[place] ?? '●'} color={groupColour(place)} name={name === '' ? 'empty text' : name} />
      ))}
      {colouring.groups.includes(REST) && <Item sign="●" color="var(--line-strong)" name="others and missing" />}
    </figcaption>
  );
}

function Item({ sign, color, name }: { sign: string; color: string; name: string }) {
  return (
    <span className={styles.item}>
      <span style={{ color }} aria-hidden="true">
        {sign}
      </span>
      {name}
    </span>
  );
}
