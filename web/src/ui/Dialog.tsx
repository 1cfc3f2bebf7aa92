import { useEffect, useId, useRef, type ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton';
import { icons } from './icons';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  footer?: ReactNode;
  /** For a form with a picture beside it. */
  isWide?: boolean;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, Escape closes it, the rest is inert. */
export function Dialog({ title, isOpen, onClose, footer, isWide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} className={classNames(styles.dialog, isWide && styles.wide)} aria-labelledby={id} onClose={onClose}>
      {isOpen && (
        <>
          <header className={styles.head}>
            <h2 id={id}>{title}</h2>
            <IconButton label="Close" icon={icons.close} onClick={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
          {footer !== undefined && <footer className={styles.foot}>{footer}</footer>}
        </>
      )}
    </dialog>
  );
}
