import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Badge.module.css';

export type Tone = 'plain' | 'accent' | 'brass' | 'good' | 'bad';

interface BadgeProps {
  tone?: Tone;
  /** A dot before the words, beating while something goes on. */
  dot?: 'still' | 'beating';
  title?: string;
  children: ReactNode;
}

export function Badge({ tone = 'plain', dot, title, children }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone])} title={title}>
      {dot !== undefined && (
        <span className={classNames(styles.dot, dot === 'beating' && styles.beating)} aria-hidden="true" />
      )}
      {children}
    </span>
  );
}
