import { useEffect, type ReactNode } from 'react';
import styles from './PageHeader.module.css';

interface PageHeaderProps {
  title: string;
  /** Where the page stands when it is not at the top: a link back. */
  above?: ReactNode;
  beside?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page; also names the browser's tab. */
export function PageHeader({ title, above, beside, lead, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Armillary`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {above !== undefined && <div className={styles.above}>{above}</div>}
        <div className={styles.line}>
          <h1>{title}</h1>
          {beside}
        </div>
        {lead !== undefined && <div className={styles.lead}>{lead}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
