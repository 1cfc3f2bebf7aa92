import type { ReactNode } from 'react';
import styles from './WithSide.module.css';

interface WithSideProps {
  /** What stays in sight beside the steps on a wide screen, and follows them on a narrow one. */
  side: ReactNode;
  children: ReactNode;
}

/** Steps of a page, and what they come to beside them. */
export function WithSide({ side, children }: WithSideProps) {
  return (
    <div className={styles.page}>
      <div className={styles.main}>{children}</div>
      <div className={styles.side}>{side}</div>
    </div>
  );
}
