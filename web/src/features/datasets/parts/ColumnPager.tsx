import { formatCount } from '../../../lib/format';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import styles from './RowTable.module.css';

export const COLUMNS_SHOWN = 40;

interface ColumnPagerProps {
  first: number;
  total: number;
  onChange: (first: number) => void;
}

/** Walks through the columns of a wide table; nothing where all fit. */
export function ColumnPager({ first, total, onChange }: ColumnPagerProps) {
  if (total <= COLUMNS_SHOWN) return null;
  const last = Math.min(total, first + COLUMNS_SHOWN);
  return (
    <div className={styles.pager}>
      <span>{`Columns ${formatCount(first + 1)} to ${formatCount(last)} of ${formatCount(total)}`}</span>
      <IconButton
        label="Columns before these"
        icon={icons.left}
        disabled={first === 0}
        onClick={() => onChange(Math.max(0, first - COLUMNS_SHOWN))}
      />
      <IconButton
        label="Columns after these"
        icon={icons.right}
        disabled={last === total}
        onClick={() => onChange(first + COLUMNS_SHOWN)}
      />
    </div>
  );
}
