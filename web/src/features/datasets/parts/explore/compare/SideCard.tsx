import type { ReactNode } from 'react';
import styles from './Compare.module.css';

/** One of the two selections, in words. */
export function SideCard({ side, words, children }: { side: 'A' | 'B'; words: string; children?: ReactNode }) {
  return (
    <div className={styles.side} data-side={side}>
      <span className={styles.letter}>{side}</span>
      <p title={words}>{words}</p>
      {children}
    </div>
  );
}
