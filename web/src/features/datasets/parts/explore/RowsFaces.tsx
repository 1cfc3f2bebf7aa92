import type { ReactNode } from 'react';
import { Button } from '../../../../ui/Button';
import { EmptyState } from '../../../../ui/EmptyState';
import { ErrorState } from '../../../../ui/ErrorState';
import { Skeleton } from '../../../../ui/Skeleton';
import styles from './Explore.module.css';
import { isNarrowed, type Look } from './look/look';
import type { ChangeLook } from './look/use-look';

interface RowsFacesProps {
  rowStore: { total: number | null; error: Error | null; isStale: boolean; retry: () => void };
  look: Look;
  change: ChangeLook;
  children: ReactNode;
}

/** The faces of the rows: an error of another view leaves the last one's rows in sight under it. */
export function RowsFaces({ rowStore: { total, error, isStale, retry }, look, change, children }: RowsFacesProps) {
  if (error !== null && (total === null || isStale)) {
    return (
      <div className={styles.face}>
        <ErrorState title="These rows could not be fetched" message={error.message} onRetry={retry} />
      </div>
    );
  }
  if (total === null) {
    return (
      <div className={styles.face}>
        <Skeleton label="rows" lines={12} />
      </div>
    );
  }
  if (total === 0 && !isStale) {
    return (
      <div className={styles.face}>
        {isNarrowed(look) ? (
          <EmptyState
            title="No row matches"
            action={<Button onClick={() => change({ filter: null, search: '' })}>Show all rows</Button>}
          >
            {look.search === '' ? 'The filters leave nothing over.' : `No row that the filters leave contains “${look.search}”.`}
          </EmptyState>
        ) : (
          <EmptyState title="No rows">This table has columns, but no rows.</EmptyState>
        )}
      </div>
    );
  }
  return (
    <>
      {error !== null && (
        <div className={styles.problem} role="alert">
          <span>{error.message}</span>
          <Button onClick={retry}>Try again</Button>
        </div>
      )}
      {children}
    </>
  );
}
