import { useState } from 'react';
import { formatNumber } from '../lib/format';
import { ChartFrame } from './frame/ChartFrame';
import styles from './ImportanceBars.module.css';

const FEW = 12;
const READS =
  'How much the model leans on each column, by its own count. It tells what this model uses, not what causes what, and columns that say nearly the same share the credit.';

interface ImportanceBarsProps {
  features: readonly string[];
  importances: readonly number[];
}

/** Which columns a model leans on, the heaviest first. */
export function ImportanceBars({ features, importances }: ImportanceBarsProps) {
  const [isWhole, setIsWhole] = useState(false);
  const ranked = features
    .map((name, at) => ({ name, value: importances[at] ?? 0 }))
    .sort((one, other) => other.value - one.value);
  const largest = Math.max(...ranked.map((one) => one.value), Number.MIN_VALUE);
  const table = () => ({ head: ['Column', 'Importance'], rows: ranked.map(({ name, value }) => [name, value]) });
  return (
    <ChartFrame title="Importance of columns" reads={READS} table={table}>
      <div>
        <ul className={styles.bars}>
          {ranked.slice(0, isWhole ? undefined : FEW).map(({ name, value }) => (
            <li key={name} className={styles.bar}>
              <span className={styles.name} title={name}>
                {name}
              </span>
              <span className={styles.track}>
                <span className={styles.fill} style={{ width: `${Math.max(0, value / largest) * 100}%` }} />
              </span>
              <span className={styles.value}>{formatNumber(value)}</span>
            </li>
          ))}
        </ul>
        {ranked.length > FEW && (
          <button type="button" data-export="no" className={styles.more} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${ranked.length}`}
          </button>
        )}
      </div>
    </ChartFrame>
  );
}
