import { formatCount, formatCountOf } from '../../../../lib/format';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import styles from './prepare.module.css';

interface TrialPagerProps {
  page: number;
  size: number;
  total: number;
  onPage: (page: number) => void;
}

/** Goes through the rows that were tried. */
export function TrialPager({ page, size, total, onPage }: TrialPagerProps) {
  if (total === 0) return <p className={styles.hint}>No row is left.</p>;
  const last = Math.min(total, (page + 1) * size);
  return (
    <div className={styles.pager}>
      <span>{`Rows ${formatCount(page * size + 1)} to ${formatCount(last)} of ${formatCountOf(total, 'tried row')}`}</span>
      <IconButton label="Earlier rows" icon={icons.left} disabled={page === 0} onClick={() => onPage(page - 1)} />
      <IconButton label="Later rows" icon={icons.right} disabled={last >= total} onClick={() => onPage(page + 1)} />
    </div>
  );
}
