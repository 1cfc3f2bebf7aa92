import type { ReactNode } from 'react';
import styles from './States.module.css';

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Nothing is here yet, and this is how to change that. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <svg className={styles.rings} viewBox="0 0 64 64" aria-hidden="true">
        <circle cx="32" cy="32" r="26" />
        <ellipse cx="32" cy="32" rx="26" ry="9" transform="rotate(-24 32 32)" />
        <ellipse cx="32" cy="32" rx="9" ry="26" transform="rotate(-24 32 32)" />
      </svg>
      <p className={styles.title}>{title}</p>
      <p className={styles.words}>{children}</p>
      {action}
    </div>
  );
}
