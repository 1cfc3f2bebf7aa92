import { useEffect, useRef } from 'react';
import { Button } from './Button';
import styles from './MoreOnScroll.module.css';

/** A list that is fetched a page at a time. */
export interface GrowingList {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

interface MoreOnScrollProps {
  /** What there is more of, in words: "jobs". */
  of: string;
  list: GrowingList;
}

/** Stands at the end of a list and fetches what follows as soon as it comes into sight. */
export function MoreOnScroll({ of, list }: MoreOnScrollProps) {
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  // After a failure only a person asks again.
  const isWaiting = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (end.current === null || !isWaiting) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) fetchNextPage();
      },
      { rootMargin: '40%' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isWaiting, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <div ref={end} className={styles.more}>
      {isFetchNextPageError && <p>{`Older ${of} could not be loaded.`}</p>}
      <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {`Show older ${of}`}
      </Button>
    </div>
  );
}
