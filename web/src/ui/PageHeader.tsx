import { useEffect, useRef, type ReactNode } from 'react';
import { takeFocusOfPage } from '../lib/focus/enter-page';
import styles from './PageHeader.module.css';

interface PageHeaderProps {
  title: string;
  /** Where the page stands when it is not at the top: a link back. */
  above?: ReactNode;
  beside?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page; also names the browser's tab, and is where a keyboard begins on it. */
export function PageHeader({ title, above, beside, lead, actions }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => takeFocusOfPage(heading.current), []);
  useEffect(() => {
    document.title = `${title} · Armillary`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {above !== undefined && <div className={styles.above}>{above}</div>}
        <div className={styles.line}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside}
        </div>
        {lead !== undefined && <div className={styles.lead}>{lead}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
