import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import { IconButton } from './IconButton';
import { icons } from './icons';
import { ToastContext, type Toast } from './toast';
import styles from './Toasts.module.css';

const SHOWN_MS = 6000;

interface Shown extends Toast {
  id: number;
}

/** Shows short news at the edge of the page and reads them out. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const remove = useCallback((id: number) => {
    setToasts((shown) => shown.filter((toast) => toast.id !== id));
  }, []);
  const show = useCallback(
    (toast: Toast) => {
      const id = performance.now();
      setToasts((shown) => [...shown.slice(-3), { ...toast, id }]);
      // What went wrong stays until it was read.
      if (toast.tone !== 'bad') setTimeout(() => remove(id), SHOWN_MS);
    },
    [remove],
  );
  const tell = useMemo(() => ({ show }), [show]);
  return (
    <ToastContext value={tell}>
      {children}
      <div className={styles.stack} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={classNames(styles.toast, styles[toast.tone])}>
            <span>{toast.text}</span>
            <IconButton label="Dismiss" icon={icons.close} onClick={() => remove(toast.id)} />
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
