import { formatNumber } from '../../lib/format';
import { ChartFrame } from '../frame/ChartFrame';
import styles from './explain.module.css';

export interface WhiskerBar {
  name: string;
  value: number;
  low?: number | undefined;
  high?: number | undefined;
}

const READS =
  'Bars to the right raise, bars to the left lower what is measured. A thin line is how far a bar may lie from what is drawn: one that reaches zero may be nothing at all.';

interface WhiskerBarsProps {
  label: string;
  bars: readonly WhiskerBar[];
}

/** Signed bars on one scale, each with how far it may lie from what is drawn. */
export function WhiskerBars({ label, bars }: WhiskerBarsProps) {
  const ends = bars.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const least = Math.min(0, ...ends);
  const most = Math.max(0, ...ends);
  const span = most - least > 0 ? most - least : 1;
  const at = (value: number) => (100 * (value - least)) / span;
  const table = () => ({ head: ['Bar', 'value', 'from', 'to'], rows: bars.map(({ name, value, low, high }) => [name, value, low ?? null, high ?? null]) });
  return (
    <ChartFrame title={label} reads={READS} table={table}>
      <ul className={styles.bars} aria-label={label}>
        {bars.map(({ name, value, low, high }) => (
          <li key={name} className={styles.bar} title={rangeOf(name, low, high)}>
            <span className={styles.name}>{name}</span>
            <span className={styles.track}>
              <span
                className={styles.fill}
                data-side={value < 0 ? 'less' : 'more'}
                style={{ left: `${at(Math.min(0, value))}%`, width: `${Math.max(0.3, at(Math.abs(value) + least))}%` }}
              />
              <span className={styles.zero} style={{ left: `${at(0)}%` }} />
              {low !== undefined && high !== undefined && high > low && (
                <span className={styles.whisker} style={{ left: `${at(low)}%`, width: `${at(high) - at(low)}%` }} />
              )}
            </span>
            <span className={styles.value}>{formatNumber(value)}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function rangeOf(name: string, low?: number, high?: number): string {
  return low === undefined || high === undefined ? name : `${name}: ${formatNumber(low)} to ${formatNumber(high)}`;
}
