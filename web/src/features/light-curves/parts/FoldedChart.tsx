import type { TransitSignal } from '../../../api/light-curve-answers';
import { ChartFrame } from '../../../charts/frame/ChartFrame';
import { formatNumber } from '../../../lib/format';
import styles from './FoldedChart.module.css';

const READS =
  'Every dip of the signal laid over the others, by hours from its middle: faint dots are measured points, the line is their middle. A planet gives a flat-bottomed dip that is the same each time; a V, or dips of two depths, is more often two stars.';
const WIDTH = 420;
const HEIGHT = 240;
/** Where the hours are written, and how, so that those at the ends stay clear of the brightness. */
const ENDS = [
  [-1, 'start'],
  [0, 'middle'],
  [1, 'end'],
] as const;

/** All dips of a signal laid over each other: points faint, their middles on top. */
export function FoldedChart({ signal }: { signal: Pick<TransitSignal, 'period' | 'depth_ppm' | 'folded'> }) {
  const { hours, flux, bin_hours: middles, bin_flux: levels } = signal.folded;
  const far = Math.max(...hours.map(Math.abs), 1e-9);
  const depth = signal.depth_ppm / 1e6;
  const spread = depth + 3 * scatterOf(flux);
  const low = 1 - 1.2 * spread;
  const high = 1 + 0.6 * spread;
  const x = (value: number) => (WIDTH * (value + far)) / (2 * far);
  const y = (value: number) => HEIGHT * (1 - (Math.min(Math.max(value, low), high) - low) / (high - low));
  const line = middles.map((at, place) => `${x(at).toFixed(1)},${y(levels[place] ?? 1).toFixed(1)}`).join(' ');
  const table = () => ({
    head: ['hours from the middle', 'brightness'],
    rows: middles.map((at, place) => [at, levels[place] ?? null]),
  });
  return (
    <ChartFrame title={`Dips of every ${signal.period.toFixed(4)} days`} reads={READS} table={table}>
      <figure className={styles.figure}>
        <svg
          viewBox={`-66 -14 ${WIDTH + 74} ${HEIGHT + 50}`}
          role="img"
          aria-label={`The dips of every ${signal.period.toFixed(3)} days laid over each other`}
        >
          {hours.map((at, place) => (
            <circle key={place} className={styles.point} cx={x(at)} cy={y(flux[place] ?? 1)} r="1.5" />
          ))}
          <polyline className={styles.line} points={line} />
          {[low, 1 - depth, 1, high].map((level) => (
            <text key={level} className={styles.text} x="-5" y={y(level) + 3} textAnchor="end">
              {level.toFixed(4)}
            </text>
          ))}
          {ENDS.map(([side, anchor]) => (
            <text key={side} className={styles.text} x={x(side * far)} y={HEIGHT + 17} textAnchor={anchor}>
              {formatNumber(side * far)}
            </text>
          ))}
          <text className={styles.text} x={WIDTH / 2} y={HEIGHT + 33} textAnchor="middle">
            Hours from the middle of the dip
          </text>
        </svg>
      </figure>
    </ChartFrame>
  );
}

/** How much points scatter, from differences of those that follow each other in time. */
function scatterOf(values: readonly number[]): number {
  const off = values.slice(1).map((value, place) => Math.abs(value - (values[place] ?? value)));
  const sorted = off.sort((one, other) => one - other);
  return (1.4826 * (sorted[Math.floor(sorted.length / 2)] ?? 0)) / Math.SQRT2;
}
