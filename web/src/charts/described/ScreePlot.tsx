import { formatShare } from '../../lib/format';
import { ChartFrame } from '../frame/ChartFrame';
import styles from './described.module.css';

interface ScreePlotProps {
  names: readonly string[];
  shares: readonly number[];
}

const READS = 'How much of what tells rows apart each dimension shows, and all up to it together. Where the line is nearly flat, more dimensions show little more.';
const WIDE = 320;
const TALL = 160;
const MOST = 60;

/** The share of the spread that each dimension shows, and their sum as a line. */
export function ScreePlot({ names, shares }: ScreePlotProps) {
  const shown = shares.slice(0, MOST);
  const step = WIDE / shown.length;
  const sums = shown.map((_, place) => shown.slice(0, place + 1).reduce((sum, share) => sum + share, 0));
  const line = sums.map((sum, place) => `${(place + 0.5) * step},${TALL * (1 - Math.min(1, sum))}`).join(' ');
  const total = sums.at(-1) ?? 0;
  const table = () => ({ head: ['Dimension', 'share', 'together'], rows: shown.map((share, place) => [names[place] ?? place, share, sums[place] ?? null]) });
  return (
    <ChartFrame title="Shares of the spread" reads={READS} table={table}>
      <figure>
        <svg
          viewBox={`-36 -8 ${WIDE + 42} ${TALL + 28}`}
          className={styles.scree}
          role="img"
          aria-label={`Shares of the spread: ${shown.map((share, place) => `${names[place] ?? place} ${formatShare(share)}`).join(', ')}`}
        >
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <g key={share}>
              <line className={styles.grid} x1="0" x2={WIDE} y1={TALL * (1 - share)} y2={TALL * (1 - share)} />
              <text x="-4" y={TALL * (1 - share) + 3} textAnchor="end">{`${share * 100} %`}</text>
            </g>
          ))}
          {shown.map((share, place) => (
            <rect
              key={names[place] ?? place}
              className={styles.bar}
              x={place * step + step * 0.15}
              y={TALL * (1 - share)}
              width={step * 0.7}
              height={TALL * share}
            />
          ))}
          <polyline className={styles.sum} points={line} />
          {shown.length <= 12 &&
            shown.map((_, place) => (
              <text key={names[place] ?? place} x={(place + 0.5) * step} y={TALL + 15} textAnchor="middle">
                {names[place]}
              </text>
            ))}
        </svg>
        <figcaption className={styles.key}>
          <span>
            <span className={styles.swatch} style={{ background: 'var(--chart-1)' }} aria-hidden="true" />
            each dimension
          </span>
          <span>
            <span className={styles.swatch} style={{ background: 'var(--chart-2)' }} aria-hidden="true" />
            {`together, ${formatShare(total)} in all`}
          </span>
        </figcaption>
      </figure>
    </ChartFrame>
  );
}
