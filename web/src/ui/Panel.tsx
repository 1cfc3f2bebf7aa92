import { useId, type ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Panel.module.css';

interface PanelProps {
  title: string;
  /** What a glance should tell, right after the title. */
  aside?: ReactNode;
  actions?: ReactNode;
  /** The content touches the edges: tables, charts, logs. */
  isFlush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, aside, actions, isFlush = false, className, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classNames(styles.panel, className)} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={isFlush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
