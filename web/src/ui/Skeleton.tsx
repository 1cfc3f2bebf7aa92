import styles from './Skeleton.module.css';

interface SkeletonProps {
  /** What is being waited for, for those who listen. */
  label: string;
  lines?: number;
  height?: string;
}

/** The shape of what will come. */
export function Skeleton({ label, lines = 4, height = '1.125rem' }: SkeletonProps) {
  return (
    <div className={styles.skeleton} role="status" aria-label={`Loading ${label}`}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} style={{ height, width: `${100 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
