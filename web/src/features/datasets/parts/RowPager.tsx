import { formatCount } from '../../../lib/format';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { Select } from '../../../ui/Select';
import styles from './RowBrowser.module.css';

interface RowPagerProps {
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
  onPageSize: (size: number) => void;
}

const SIZES = [50, 100, 200].map((size) => ({ value: String(size), label: `${size} per page` }));

export function RowPager({ page, pageSize, total, onPage, onPageSize }: RowPagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return (
    <nav className={styles.pager} aria-label="Pages of rows">
      <div className={styles.size}>
        <Select
          aria-label="Rows per page"
          options={SIZES}
          value={String(pageSize)}
          onChange={(size) => onPageSize(Number(size))}
        />
      </div>
      <div className={styles.moves}>
        <IconButton label="Previous page" icon={icons.left} disabled={page === 0} onClick={() => onPage(page - 1)} />
        <span>{`Page ${formatCount(page + 1)} of ${formatCount(pages)}`}</span>
        <IconButton label="Next page" icon={icons.right} disabled={page + 1 >= pages} onClick={() => onPage(page + 1)} />
      </div>
    </nav>
  );
}
