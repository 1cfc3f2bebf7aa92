import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import { Icon } from './Icon';
import { icons } from './icons';
import styles from './Notice.module.css';

interface NoticeProps {
  tone: 'brass' | 'bad' | 'accent';
  title?: string;
  children: ReactNode;
}

/** Something to know about what stands below: a warning, a failure, a hint. */
export function Notice({ tone, title, children }: NoticeProps) {
  return (
    <div className={classNames(styles.notice, styles[tone])} role={tone === 'bad' ? 'alert' : 'note'}>
      <Icon path={icons.alert} size={18} />
      <div className={styles.words}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}
