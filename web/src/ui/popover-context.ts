import { createContext, useContext } from 'react';

export const PopoverContext = createContext<() => void>(() => undefined);

/** How what stands in a popover closes it. */
export function useClosePopover(): () => void {
  return useContext(PopoverContext);
}
