import { createContext, useContext } from 'react';

export interface Toast {
  tone: 'good' | 'bad' | 'plain';
  text: string;
}

export const ToastContext = createContext<{ show: (toast: Toast) => void }>({ show: () => undefined });

/** How to tell people something in passing. */
export function useToast(): (toast: Toast) => void {
  return useContext(ToastContext).show;
}
