import { useId, useRef, useState, type ReactNode } from 'react';
import { ChartFrame } from './ChartFrame';
import type { ChartTable } from './ChartNumbers';
import styles from './Enlarge.module.css';

interface EnlargeProps {
  /** What the drawing shows. */
  title: string;
  /** How it is to be read. */
  reads: string;
  table: () => ChartTable;
  /** The small drawing that is seen all the time. */
  small: ReactNode;
  /** The same as a chart with its axes, in a frame. */
  children: ReactNode;
}

/** A small drawing with a button that opens it as a chart: to look closer at, to save, with its numbers. */
export function Enlarge({ title, reads, table, small, children }: EnlargeProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const open = () => {
    setIsOpen(true);
    dialog.current?.showModal();
  };
  return (
    <div className={styles.small}>
      {small}
      <button type="button" className={styles.open} aria-label={`Enlarge: ${title}`} title="Enlarge" onClick={open}>
        ⤢
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby={id} onClose={() => setIsOpen(false)}>
        {isOpen && (
          <>
            <header className={styles.head}>
              <h2 id={id}>{title}</h2>
              <button type="button" aria-label="Close" onClick={() => dialog.current?.close()}>
                ✕
              </button>
            </header>
            <ChartFrame title={title} reads={reads} table={table}>
              {children}
            </ChartFrame>
          </>
        )}
      </dialog>
    </div>
  );
}
