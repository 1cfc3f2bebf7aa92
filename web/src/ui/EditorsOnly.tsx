import type { ReactNode } from 'react';
import { useMayEdit } from '../lib/role';

interface EditorsOnlyProps {
  children: ReactNode;
  /** What those see who only look; nothing, unless it is said. */
  otherwise?: ReactNode;
}

/** What only those see who may change things: a button that would be refused helps nobody. */
export function EditorsOnly({ children, otherwise = null }: EditorsOnlyProps) {
  return useMayEdit() ? children : otherwise;
}
