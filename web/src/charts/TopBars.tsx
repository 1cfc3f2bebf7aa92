import { formatCount, formatShare } from '../lib/format';
import styles from './TopBars.module.css';

export interface TopBar {
  /** Told apart by it. */
  key: string;
  label: string;
  count: number;
  isChosen?: boolean;
}

interface TopBarsProps {
  label: string;
  bars: readonly TopBar[];
  /** What the counts are a part of. */
  total: number;
  onChoose?: (key: string) => void;
  /** Whether a press opens something rather than turning a choice on and off. */
  isOpening?: boolean;
}

/** The most frequent values with their shares; a press chooses one. */
export function TopBars({ label, bars, total, onChoose, isOpening = false }: TopBarsProps) {
  const largest = bars.reduce((most, { count }) => Math.max(most, count), 1);
  return (
    <ul className={styles.bars} aria-label={label}>
      {bars.map(({ key, label: value, count, isChosen }) => {
        const words = `${formatCount(count)}${total > 0 ? ` · ${formatShare(count / total)}` : ''}`;
        const content = (
          <>
            <span className={styles.fill} style={{ width: `${(count / largest) * 100}%` }} />
            <span className={styles.value}>{value}</span>
            <span className={styles.count}>{words}</span>
          </>
        );
        return (
          <li key={key}>
            {onChoose === undefined ? (
              <div className={styles.bar}>{content}</div>
            ) : (
              <button
                type="button"
                className={styles.bar}
                title={`${value}: ${words}`}
                {...(isOpening ? { 'aria-haspopup': 'dialog' } : { 'aria-pressed': isChosen === true })}
                onClick={() => onChoose(key)}
              >
                {content}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
