import { createContext, useContext } from 'react';

/** Whether whoever looks may change things in this workspace; viewers only look. */
export const MayEditContext = createContext(true);

export function useMayEdit(): boolean {
  return useContext(MayEditContext);
}
